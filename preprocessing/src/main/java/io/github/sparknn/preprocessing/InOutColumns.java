package io.github.sparknn.preprocessing;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of stages that make one new column of each input column. */
final class InOutColumns {
  private InOutColumns() {}

  static String[] inputs(HasInOutCols params) {
    return params.isSet(params.inputCol())
        ? new String[] {params.getInputCol()}
        : params.getInputCols();
  }

  static String[] outputs(HasInOutCols params) {
    return params.isSet(params.inputCol())
        ? new String[] {params.getOutputCol()}
        : params.getOutputCols();
  }

  /**
   * Throws IllegalArgumentException when the params or the columns they name do not fit.
   *
   * @param verb what the stage does, for messages
   * @param fits whether the stage takes such a column
   * @param expected the types that it takes, for messages
   */
  static void check(
      HasInOutCols params,
      StructType schema,
      String verb,
      Predicate<StructField> fits,
      String expected) {
    boolean one = params.isSet(params.inputCol());
    if (one == params.isSet(params.inputCols())) {
      throw new IllegalArgumentException(
          "Cannot "
              + verb
              + ": "
              + (one ? "both inputCol and inputCols are" : "neither inputCol nor inputCols is")
              + " set");
    }
    String outputParam = one ? "outputCol" : "outputCols";
    String other = one ? "outputCols" : "outputCol";
    if (!params.isSet(params.getParam(outputParam)) || params.isSet(params.getParam(other))) {
      throw new IllegalArgumentException(
          "Cannot %s: with %s set, %s must be set and %s not"
              .formatted(verb, one ? "inputCol" : "inputCols", outputParam, other));
    }
    String[] inputs = inputs(params);
    String[] outputs = outputs(params);
    if (inputs.length != outputs.length || inputs.length == 0) {
      throw new IllegalArgumentException(
          "Invalid outputCols: %d names (must be one for each of %d inputCols, at least one)"
              .formatted(outputs.length, inputs.length));
    }
    Columns.requireDistinct("inputCols", inputs);
    Columns.requireDistinct("outputCols", outputs);
    for (int i = 0; i < inputs.length; i++) {
      StructField field = Columns.find(schema, one ? "inputCol" : "inputCols", inputs[i]);
      if (!fits.test(field)) {
        throw Columns.wrongType(one ? "inputCol" : "inputCols", field, expected);
      }
      Columns.requireNew(schema, outputParam, outputs[i]);
    }
  }

  /** The index of an input column that a model's accessor names. */
  static int indexOf(HasInOutCols model, String inputColumn) {
    List<String> inputs = Arrays.asList(inputs(model));
    if (!inputs.contains(inputColumn)) {
      throw new IllegalArgumentException(
          "Cannot find input column '" + inputColumn + "': the model was fitted on " + inputs);
    }
    return inputs.indexOf(inputColumn);
  }
}
