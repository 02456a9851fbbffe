package io.github.sparknn.estimators;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import java.io.Serializable;

/**
 * A trained network and the features that it was trained on.
 *
 * @param network the description
 * @param state the trained parameters, without the optimizer's state
 * @param features columns, sizes and shape of the features; null for a network that was not trained
 *     here, whose features the columns to be scored tell
 */
@DefaultSerializer(JavaSerializer.class)
record FittedNetwork(NetworkSpec network, ModelState state, TensorSpec features)
    implements Serializable {}
