/** What a training tells about itself: figures per round, epoch and worker, and their rendering. */
package io.github.sparknn.training.report;
