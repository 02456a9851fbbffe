package io.github.sparknn.benchmarks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import onnx.Onnx;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/**
 * A feed-forward network in ONNX's format: input {@value #INPUT} float[batch, features], dense
 * layers with sigmoid, the last with softmax, output {@value #OUTPUT} float[batch, classes].
 */
final class OnnxNetwork {
  static final String INPUT = "features";
  static final String OUTPUT = "probabilities";

  private static final int IR_VERSION = 8;
  private static final int OPERATORS_VERSION = 13;

  private OnnxNetwork() {}

  /**
   * The model file's content.
   *
   * @param parameters in DL4J's order: each layer's weights as {@code [out][in]}, then its biases
   * @param layers sizes from input to output
   */
  static byte[] bytes(float[] parameters, int[] layers) {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("mlp")
            .addInput(value(INPUT, layers[0]))
            .addOutput(value(OUTPUT, layers[layers.length - 1]));
    String values = INPUT;
    int offset = 0;
    for (int layer = 1; layer < layers.length; layer++) {
      int ins = layers[layer - 1];
      int outs = layers[layer];
      String weights = "weights" + layer;
      String biases = "biases" + layer;
      graph.addInitializer(tensor(weights, parameters, offset, outs, ins));
      offset += outs * ins;
      graph.addInitializer(tensor(biases, parameters, offset, outs));
      offset += outs;
      boolean last = layer == layers.length - 1;
      String sums = "sums" + layer;
      graph.addNode(
          node("Gemm", sums, values, weights, biases).addAttribute(attribute("transB", 1)));
      values = last ? OUTPUT : "values" + layer;
      graph.addNode(
          last
              ? node("Softmax", values, sums).addAttribute(attribute("axis", 1))
              : node("Sigmoid", values, sums));
    }
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATORS_VERSION))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static NodeProto.Builder node(String operator, String output, String... inputs) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).addOutput(output);
    for (String input : inputs) {
      node.addInput(input);
    }
    return node;
  }

  private static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static TensorProto tensor(String name, float[] values, int from, int... shape) {
    int count = 1;
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(Onnx.TensorProto.DataType.FLOAT_VALUE);
    for (int size : shape) {
      tensor.addDims(size);
      count *= size;
    }
    ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values, from, count);
    return tensor.setRawData(ByteString.copyFrom(bytes)).build();
  }

  private static ValueInfoProto value(String name, int size) {
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder()
            .setElemType(Onnx.TensorProto.DataType.FLOAT_VALUE)
            .setShape(
                TensorShapeProto.newBuilder()
                    .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"))
                    .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size)));
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }
}
