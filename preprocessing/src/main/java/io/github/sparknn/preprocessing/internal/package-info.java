/**
 * The engine room: one-pass statistics over Spark's internal rows and the native expressions that
 * apply them. With its inner packages the only one of this module that touches Spark's internals;
 * not public API.
 */
package io.github.sparknn.preprocessing.internal;
