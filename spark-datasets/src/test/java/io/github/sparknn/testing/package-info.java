/** What the tests of every module share: one local Spark session. */
package io.github.sparknn.testing;
