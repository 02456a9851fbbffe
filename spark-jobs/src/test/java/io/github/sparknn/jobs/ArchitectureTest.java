package io.github.sparknn.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The direction of dependency between the modules, and what of a module is its own. */
class ArchitectureTest {
  private static final String ROOT = "io.github.sparknn.";
  private static final String DATASETS = ROOT + "datasets..";
  private static final String PREPROCESSING = ROOT + "preprocessing..";
  private static final String TRAINING = ROOT + "training..";
  private static final String TRACKING = ROOT + "tracking..";
  private static final String ESTIMATORS = ROOT + "estimators..";
  private static final String JOBS = ROOT + "jobs..";

  private static JavaClasses classes;

  @BeforeAll
  static void importAllModules() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.github.sparknn");
  }

  @Test
  void datasetsKnowNoOtherModule() {
    neverUses(DATASETS, PREPROCESSING, TRAINING, TRACKING, ESTIMATORS, JOBS);
  }

  @Test
  void preprocessingKnowsDatasetsOnly() {
    neverUses(PREPROCESSING, TRAINING, TRACKING, ESTIMATORS, JOBS);
  }

  @Test
  void trainingKnowsDatasetsOnlyAndNoSparkMlType() {
    neverUses(TRAINING, PREPROCESSING, TRACKING, ESTIMATORS, JOBS, "org.apache.spark.ml..");
  }

  @Test
  void trackingKnowsTrainingOnly() {
    neverUses(TRACKING, DATASETS, PREPROCESSING, ESTIMATORS, JOBS, "org.apache.spark.ml..");
  }

  @Test
  void estimatorsKnowNoTool() {
    neverUses(ESTIMATORS, TRACKING);
    neverUses(TRAINING, "org.mlflow..");
  }

  @Test
  void nobodyUsesTheJobs() {
    neverUses(ESTIMATORS, JOBS);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void aModulesInnerPackagesAreItsOwn() {
    for (String module : List.of("datasets", "preprocessing", "training", "estimators")) {
      String own = ROOT + module;
      noClasses()
          .that()
          .resideOutsideOfPackage(own + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(own + ".internal..", own + ".plan..", own + ".scoring..")
          .allowEmptyShould(true)
          .check(classes);
    }
  }

  private static void neverUses(String module, String... forbidden) {
    noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .check(classes);
  }
}
