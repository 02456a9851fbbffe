package io.github.sparknn.testing;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.junit.jupiter.api.TestFactory;

/** The stages that a package gives its users, to check that none is without contract tests. */
public final class PublicStages {
  private PublicStages() {}

  /** All stages of the class's package that can be made. */
  public static List<Class<?>> in(Class<?> neighbour) {
    return classes(neighbour).stream()
        .filter(type -> PipelineStage.class.isAssignableFrom(type))
        .filter(type -> Modifier.isPublic(type.getModifiers()))
        .filter(type -> !Modifier.isAbstract(type.getModifiers()))
        .toList();
  }

  /**
   * The stages that {@link StageContract} does not test: estimators and transformers without a test
   * factory that is named after them (by its class, {@code FooTest}, or its method, {@code
   * foo...}), and models that no such estimator fits.
   *
   * @param test a test of the same package, from whose folder tests are taken
   */
  public static List<Class<?>> untested(Class<?> neighbour, Class<?> test) {
    List<String> factories = factories(test);
    List<Class<?>> stages = in(neighbour);
    List<Class<?>> tested = new ArrayList<>();
    for (Class<?> stage : stages) {
      String name = stage.getSimpleName().toLowerCase(Locale.ROOT);
      if (!Model.class.isAssignableFrom(stage)
          && factories.stream().anyMatch(factory -> factory.startsWith(name))) {
        tested.add(stage);
        tested.addAll(fittedBy(stage));
      }
    }
    return stages.stream().filter(stage -> !tested.contains(stage)).toList();
  }

  private static List<String> factories(Class<?> test) {
    List<String> names = new ArrayList<>();
    for (Class<?> type : classes(test)) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.isAnnotationPresent(TestFactory.class)) {
          names.add(method.getName().toLowerCase(Locale.ROOT));
          names.add(
              type.getSimpleName().replaceAll("(Contract)?Test$", "").toLowerCase(Locale.ROOT));
        }
      }
    }
    return names;
  }

  /** The model's class as the estimator, or the class that it extends, declares it. */
  private static List<Class<?>> fittedBy(Class<?> stage) {
    if (!Estimator.class.isAssignableFrom(stage)) {
      return List.of();
    }
    List<Class<?>> models = new ArrayList<>();
    Arrays.stream(stage.getMethods())
        .filter(method -> method.getName().equals("fit"))
        .filter(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {Dataset.class}))
        .map(Method::getReturnType)
        .forEach(models::add);
    if (stage.getGenericSuperclass() instanceof ParameterizedType parent) {
      for (var argument : parent.getActualTypeArguments()) {
        if (argument instanceof Class<?> type) {
          models.add(type);
        }
      }
    }
    return models;
  }

  /** The top-level classes beside a class. */
  private static List<Class<?>> classes(Class<?> neighbour) {
    String packageName = neighbour.getPackageName();
    try {
      Path root = Path.of(neighbour.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.list(root.resolve(packageName.replace('.', '/')))) {
        List<Class<?>> classes = new ArrayList<>();
        for (String file : files.map(path -> path.getFileName().toString()).sorted().toList()) {
          if (file.endsWith(".class") && !file.contains("$") && !file.contains("-")) {
            classes.add(Class.forName(packageName + "." + file.replace(".class", "")));
          }
        }
        return classes;
      }
    } catch (IOException | URISyntaxException | ClassNotFoundException e) {
      throw new IllegalStateException("Cannot list the classes of " + packageName, e);
    }
  }
}
