package io.vedette.core.arch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.foreign.Linker;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Who may know whom.
final class LayersTest {

    private static final String CORE = "io.vedette.core.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.vedette.core", "io.vedette.transport");

    @Test
    void theTransportDoesNotKnowTheCore() {
        noClasses()
                .that()
                .resideInAPackage("io.vedette.transport..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.vedette.core.."))
                .check(CLASSES);
    }

    @Test
    void nothingThatIsShippedKnowsTheBenchmarks() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vedette.bench..", "org.openjdk.jmh.."))
                .check(CLASSES);
    }

    @Test
    void onlyFfiCallsNativeCode() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CORE + "ffi")
                .should()
                .dependOnClassesThat(
                        DescribedPredicate.describe("are the native linker", c -> c.isEquivalentTo(Linker.class)))
                .check(CLASSES);
    }

    @Test
    void onlyTheSpoolKnowsChronicleAndOnlyTheTransportTheNetwork() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.vedette.transport.spool")
                .should()
                .dependOnClassesThat(resideInAPackage("net.openhft.."))
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.vedette.transport.stream",
                        "io.vedette.transport.endpoint",
                        "io.vedette.transport.tls",
                        "io.vedette.transport.compress",
                        CORE + "dns",
                        CORE + "http")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.grpc..", "io.netty.."))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(CORE + "dns")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.grpc..", "io.netty.channel.."))
                .check(CLASSES);
    }

    @Test
    void onlyMetricsKnowPrometheus() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CORE + "metrics")
                .should()
                .dependOnClassesThat(resideInAPackage("io.prometheus.."))
                .check(CLASSES);
    }

    /// A run is to load nothing of it.
    @Test
    void onlyTheCommandsThatInjectKnowDefinitions() {
        noClasses()
                .that()
                .resideOutsideOfPackages(CORE + "inject..", CORE + "policy", CORE + "injector")
                .and(DescribedPredicate.not(DescribedPredicate.describe("do it", LayersTest::readsDefinitions)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(CORE + "inject..", CORE + "policy"))
                .check(CLASSES);
        // The engine asks a gate, and a policy nothing but texts and what is told of tasks.
        noClasses()
                .that()
                .resideInAPackage(CORE + "inject..")
                .should()
                .dependOnClassesThat(resideInAPackage(CORE + "policy"))
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(CORE + "inject.text")
                .should()
                .dependOnClassesThat(resideInAPackage("org.snakeyaml.."))
                .check(CLASSES);
        noClasses()
                .that(DescribedPredicate.not(simpleName("UnifiedDiff")))
                .should()
                .dependOnClassesThat(resideInAPackage("com.github.difflib.."))
                .check(CLASSES);
    }

    /// Commands are loaded by each run, and what does their work is not.
    private static boolean readsDefinitions(JavaClass type) {
        return Stream.of(
                        "Injection",
                        "InjectorService",
                        "SidecarSettings",
                        "PolicyFile",
                        "PolicyWatch",
                        "PolicyFacts",
                        "PolicyExplaining",
                        "CoveragePolicy",
                        "CoverageSetup")
                .anyMatch(name -> type.getName().matches(Pattern.quote(CORE + "main." + name) + "(\\$.*)?"));
    }

    @Test
    void onlyMainKnowsTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CORE + "main")
                .should()
                .dependOnClassesThat(resideInAPackage("picocli.."))
                .check(CLASSES);
    }

    /// Messages bring descriptors, which take some megabytes: a run makes none. Field numbers are constants that the
    /// compiler copies: they leave no trace in a class, and may be used.
    @Test
    void aRunMakesNoMessages() {
        DescribedPredicate<JavaClass> offTheWay = resideInAnyPackage(
                        CORE + "demo", CORE + "main", CORE + "metrics", CORE + "coverage")
                .or(simpleName("BatchEvents"));
        noClasses()
                .that()
                .resideInAPackage("io.vedette.core..")
                .and(DescribedPredicate.not(offTheWay))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vedette.v1..", "com.google.protobuf.."))
                .check(CLASSES);
    }

    @Test
    void packagesDoNotDependOnEachOtherInCircles() {
        slices().matching("io.vedette.core.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void packagesKnowOnlyThoseBelowThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.vedette.core..")
                .layer("main")
                .definedBy(CORE + "main")
                .layer("demo")
                .definedBy(CORE + "demo")
                .layer("pipeline")
                .definedBy(CORE + "pipeline")
                .layer("digest")
                .definedBy(CORE + "digest")
                .layer("sensor")
                .definedBy(CORE + "sensor..")
                .layer("bpf")
                .definedBy(CORE + "bpf")
                .layer("identity")
                .definedBy(CORE + "identity")
                .layer("ring")
                .definedBy(CORE + "ring")
                .layer("telemetry")
                .definedBy(CORE + "telemetry")
                .layer("event")
                .definedBy(CORE + "event")
                .layer("config")
                .definedBy(CORE + "config")
                .layer("filter")
                .definedBy(CORE + "filter")
                .layer("limits")
                .definedBy(CORE + "limits")
                .layer("mask")
                .definedBy(CORE + "mask")
                .layer("context")
                .definedBy(CORE + "context")
                .layer("dns")
                .definedBy(CORE + "dns")
                .layer("time")
                .definedBy(CORE + "time")
                .layer("http")
                .definedBy(CORE + "http")
                .layer("metrics")
                .definedBy(CORE + "metrics")
                .layer("inject")
                .definedBy(CORE + "inject..")
                .layer("policy")
                .definedBy(CORE + "policy")
                .layer("injector")
                .definedBy(CORE + "injector")
                .layer("json")
                .definedBy(CORE + "json")
                .layer("coverage")
                .definedBy(CORE + "coverage")
                .layer("ffi")
                .definedBy(CORE + "ffi")
                .whereLayer("main")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("demo")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("config")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("pipeline")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("main", "injector")
                .whereLayer("metrics")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("inject")
                .mayOnlyBeAccessedByLayers("main", "policy", "injector")
                .whereLayer("policy")
                .mayOnlyBeAccessedByLayers("main", "injector")
                .whereLayer("injector")
                .mayOnlyBeAccessedByLayers("main", "metrics")
                .whereLayer("coverage")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("json")
                .mayOnlyBeAccessedByLayers("main", "context", "coverage")
                .whereLayer("digest")
                .mayOnlyBeAccessedByLayers("main", "pipeline")
                .whereLayer("sensor")
                .mayOnlyBeAccessedByLayers("main", "pipeline")
                .whereLayer("bpf")
                .mayOnlyBeAccessedByLayers("sensor")
                .whereLayer("identity")
                .mayOnlyBeAccessedByLayers("main", "pipeline", "context", "metrics")
                .whereLayer("telemetry")
                .mayOnlyBeAccessedByLayers(
                        "main", "pipeline", "identity", "digest", "context", "metrics", "policy", "injector")
                .whereLayer("ring")
                .mayOnlyBeAccessedByLayers("main", "pipeline", "identity", "sensor", "metrics")
                .whereLayer("event")
                .mayOnlyBeAccessedByLayers("pipeline", "identity", "sensor", "bpf", "ring", "digest", "limits")
                .whereLayer("filter")
                .mayOnlyBeAccessedByLayers("main", "pipeline", "sensor", "config")
                .whereLayer("limits")
                .mayOnlyBeAccessedByLayers("main", "pipeline", "sensor", "config")
                .whereLayer("mask")
                .mayOnlyBeAccessedByLayers("main", "pipeline", "config")
                .whereLayer("context")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("dns")
                .mayOnlyBeAccessedByLayers("pipeline")
                .whereLayer("time")
                .mayOnlyBeAccessedByLayers("main", "pipeline", "context", "sensor")
                .whereLayer("ffi")
                .mayOnlyBeAccessedByLayers("main", "sensor", "bpf", "ring", "time", "digest", "context", "limits")
                .check(CLASSES);
    }
}
