/** DL4J Spark's own training masters over our datasets; needs dl4j-spark on the classpath. */
package io.github.sparknn.training.dl4jspark;
