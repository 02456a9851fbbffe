/**
 * Tokens of texts by Lucene, their counts in one pass, and the row functions that make ids or
 * vectors of them. Not public API.
 */
package io.github.sparknn.preprocessing.internal.text;
