/**
 * Integration tests that injure a training for real: killed processes, failing and slow tasks,
 * folders in the way, diverging losses, odd tables.
 */
package io.github.sparknn.training.faults;
