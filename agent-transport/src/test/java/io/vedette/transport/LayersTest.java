package io.vedette.transport;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class LayersTest {

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.vedette.transport");

    @Test
    void onlyTheSpoolKnowsChronicle() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.vedette.transport.spool..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("net.openhft.."))
                .check(classes);
    }

    @Test
    void onlyTheRoomsOfTheNetworkKnowIt() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.vedette.transport.stream..",
                        "io.vedette.transport.endpoint..",
                        "io.vedette.transport.tls..",
                        "io.vedette.transport.compress..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.grpc..", "io.netty.."))
                .check(classes);
    }

    @Test
    void batchesStayBytesOnTheSendingSide() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.vedette.transport.endpoint..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vedette.v1.."))
                .check(classes);
    }

    @Test
    void packagesDoNotDependOnEachOtherInCircles() {
        slices().matching("io.vedette.transport.(*)..")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }
}
