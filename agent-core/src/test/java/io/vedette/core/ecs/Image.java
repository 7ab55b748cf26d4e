package io.vedette.core.ecs;

import io.vedette.core.chaos.Sidecar;
import io.vedette.core.container.Confinement;
import io.vedette.core.container.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a container is made from, on a root file system that has busybox.
///
/// @param entrypoint what its command is handed to
/// @param command when a definition has none
/// @param files what it has beside busybox
record Image(List<String> entrypoint, List<String> command, Confinement files) {

    private static final String PROGRAM = Sidecar.HOME + "/bin/vedette";

    static Image busybox() {
        return new Image(List.of(), List.of("sh"), Confinement.NONE);
    }

    /// The built agent, as in its own image.
    static Image agent() {
        return agent(Sidecar.image());
    }

    /// An image of the agent's shape without anything of it.
    static Image withoutAgent() {
        return agent(Confinement.NONE);
    }

    /// With another program in the agent's place.
    Image program(Path file) {
        return agent(files.mount(Mount.readOnly(file, PROGRAM)));
    }

    private static Image agent(Confinement files) {
        return new Image(List.of(PROGRAM), List.of("run"), files);
    }

    List<String> args(List<String> ofDefinition) {
        List<String> args = new ArrayList<>(entrypoint);
        args.addAll(ofDefinition.isEmpty() ? command : ofDefinition);
        return args;
    }
}
