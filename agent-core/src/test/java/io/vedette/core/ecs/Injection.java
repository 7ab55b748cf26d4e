package io.vedette.core.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.core.chaos.Sidecar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/// Definitions as they are, and as the built `vedette inject` makes them.
final class Injection {

    /// The name of the sidecar's image in what comes out.
    static final String IMAGE = "registry/vedette:1";

    /// And of its container.
    static final String NAME = "vedette";

    private static final Path SHOP = Path.of(
            System.getProperty("basedir", "."),
            "src",
            "test",
            "resources",
            "io",
            "vedette",
            "core",
            "ecs",
            "shop.json");

    private Injection() {}

    /// A one-off container, then two that go on: `web`, which ends with 7 once there is a file `end` in the volume
    /// `shared`, and `worker`, which ends with 3 when it is asked to.
    static RegisterTaskDefinitionRequest shop() throws IOException {
        return read(SHOP);
    }

    /// The same with the sidecar.
    ///
    /// @param directory for files
    /// @param launchType `EC2` or `FARGATE`
    static RegisterTaskDefinitionRequest injectedShop(Path directory, String launchType, String endpoint)
            throws IOException, InterruptedException {
        Path plain = directory.resolve("plain.json");
        Path injected = directory.resolve("injected.json");
        Files.writeString(plain, Files.readString(SHOP).replace("[\"EC2\"]", "[\"" + launchType + "\"]"));
        Process inject = new ProcessBuilder(
                        Sidecar.home() + "/bin/vedette", "inject", "--image", IMAGE, "--endpoint", endpoint, "" + plain)
                .redirectOutput(injected.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(inject.waitFor()).isZero();
        return read(injected);
    }

    private static RegisterTaskDefinitionRequest read(Path file) throws IOException {
        return Definitions.read(new ObjectMapper().readTree(file.toFile()));
    }
}
