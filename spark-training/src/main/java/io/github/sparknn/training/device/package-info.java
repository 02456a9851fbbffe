/**
 * What tasks compute on: the kinds of device, the GPUs that Spark assigns to tasks, and how an
 * engine's computations are tied to one of them.
 */
package io.github.sparknn.training.device;
