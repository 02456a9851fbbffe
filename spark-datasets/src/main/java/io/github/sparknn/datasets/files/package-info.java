/** What the data sources of tensor files share. Internal to them. */
package io.github.sparknn.datasets.files;
