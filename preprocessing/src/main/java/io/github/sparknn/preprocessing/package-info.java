/**
 * Spark ML stages that clean, encode and normalize tables and texts, each fitted in one pass over
 * the data and applied as a native expression of the plan, and that window time series and decode
 * images.
 */
package io.github.sparknn.preprocessing;
