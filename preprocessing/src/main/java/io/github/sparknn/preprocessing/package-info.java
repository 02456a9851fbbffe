/**
 * Spark ML stages that clean, encode and normalize tables: each fitted in one pass over the data
 * and applied as a native expression of the plan.
 */
package io.github.sparknn.preprocessing;
