package io.github.sparknn.training;

import io.github.sparknn.datasets.Shard;

/**
 * Where a worker's task finds its rows and its replicas: cached elements of the same partition.
 * Never leaves the task.
 */
record Workplace(Shard shard, ReplicaPool pool) {}
