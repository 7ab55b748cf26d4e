package io.vedette.core.chaos;

import io.vedette.core.container.ContainerSpec;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A fault, and what is to become of the agent under it. That the task does not notice goes without saying: it
/// is what every row checks. Immutable: each method that changes something gives a copy.
///
/// @param fault what is wrong, in a few words; unique, it is the name of the test
/// @param prepare before the containers start
/// @param sidecar how the agent's container differs from a healthy one; null: there is none at all
/// @param endpoint the URL that the agent is given
/// @param meanwhile while agent and app start, also in runs without a sidecar
/// @param world what happens around the agent while the app is being asked, also in runs without a sidecar
/// @param inject what happens to the agent while the app is being asked
/// @param heal after the one-off app that runs under the fault
/// @param says a pattern that the agent's log has before the fault is injected
/// @param watched when the books have to be exact
/// @param ending how the agent is to end
/// @param check what the row checks beside what every one does
record Row(
        String fault,
        Step prepare,
        @Nullable UnaryOperator<ContainerSpec> sidecar,
        Function<Scene, String> endpoint,
        Step meanwhile,
        Step world,
        Step inject,
        Step heal,
        String says,
        Watched watched,
        Ending ending,
        Check check) {

    private static final String READY = "ready tier=ebpf kinds=exec,exec_failed,fork,exit[a-z_,]* in [0-9]+ ms";

    /// A healthy sidecar, which the other methods harm.
    static Row of(String fault) {
        return new Row(
                fault,
                Step.NOTHING,
                spec -> spec,
                scene -> "http://" + scene.endpoint().address(),
                Step.NOTHING,
                Step.NOTHING,
                Step.NOTHING,
                Step.NOTHING,
                READY,
                Watched.ALWAYS,
                new Ending.Stops(0),
                Check.NOTHING);
    }

    static Row withoutSidecar(String fault) {
        return of(fault).sidecar(null);
    }

    Row prepare(Step step) {
        return new Row(fault, step, sidecar, endpoint, meanwhile, world, inject, heal, says, watched, ending, check);
    }

    Row sidecar(@Nullable UnaryOperator<ContainerSpec> change) {
        return new Row(fault, prepare, change, endpoint, meanwhile, world, inject, heal, says, watched, ending, check);
    }

    /// More options of `vedette run`.
    Row options(String... more) {
        UnaryOperator<ContainerSpec> before = Objects.requireNonNull(sidecar);
        return sidecar(spec -> {
            ContainerSpec changed = before.apply(spec);
            return changed.args(
                    Stream.concat(changed.args().stream(), Stream.of(more)).toArray(String[]::new));
        });
    }

    Row endpoint(Function<Scene, String> url) {
        return new Row(fault, prepare, sidecar, url, meanwhile, world, inject, heal, says, watched, ending, check);
    }

    Row meanwhile(Step step) {
        return new Row(fault, prepare, sidecar, endpoint, step, world, inject, heal, says, watched, ending, check);
    }

    Row world(Step step) {
        return new Row(fault, prepare, sidecar, endpoint, meanwhile, step, inject, heal, says, watched, ending, check);
    }

    Row inject(Step step) {
        return new Row(fault, prepare, sidecar, endpoint, meanwhile, world, step, heal, says, watched, ending, check);
    }

    Row heal(Step step) {
        return new Row(fault, prepare, sidecar, endpoint, meanwhile, world, inject, step, says, watched, ending, check);
    }

    Row says(String pattern) {
        return new Row(
                fault, prepare, sidecar, endpoint, meanwhile, world, inject, heal, pattern, watched, ending, check);
    }

    Row watched(Watched when) {
        return new Row(fault, prepare, sidecar, endpoint, meanwhile, world, inject, heal, says, when, ending, check);
    }

    /// It ends by itself with one of these codes.
    Row gone(Integer... codes) {
        return ending(new Ending.Gone(Set.of(codes)));
    }

    Row ending(Ending how) {
        return new Row(fault, prepare, sidecar, endpoint, meanwhile, world, inject, heal, says, watched, how, check);
    }

    Row check(Check what) {
        return new Row(fault, prepare, sidecar, endpoint, meanwhile, world, inject, heal, says, watched, ending, what);
    }
}
