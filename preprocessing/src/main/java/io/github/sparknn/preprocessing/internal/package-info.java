/**
 * The engine room: one-pass statistics over Spark's internal rows and the native expressions that
 * apply them. The only package of this module that touches Spark's internals; not public API.
 */
package io.github.sparknn.preprocessing.internal;
