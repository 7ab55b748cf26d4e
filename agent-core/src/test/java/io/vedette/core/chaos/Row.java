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
/// @param place where it is run
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
        Place place,
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

    /// Where a row is run.
    ///
    /// @param watching how the agent watches
    /// @param chosen whether each test run has it, also where the agent watches without eBPF
    /// @param leftOut why it is not run like this; empty: it is
    record Place(Watching watching, boolean chosen, String leftOut) {}

    /// A healthy sidecar, which the other methods harm.
    static Row of(Watching on, String fault) {
        return new Row(
                new Place(on, false, ""),
                fault,
                Step.NOTHING,
                spec -> spec,
                scene -> "http://" + scene.endpoint().address(),
                Step.NOTHING,
                Step.NOTHING,
                Step.NOTHING,
                Step.NOTHING,
                on.ready(),
                Watched.ALWAYS,
                new Ending.Stops(0),
                Check.NOTHING);
    }

    Watching watching() {
        return place.watching();
    }

    /// One of the few that each test run has for each way of watching.
    Row chosen() {
        return at(new Place(place.watching(), true, place.leftOut()));
    }

    /// Not to be run where the agent watches in another way.
    ///
    /// @param why it makes no sense there
    Row only(Watching on, String why) {
        return on == place.watching() ? this : at(new Place(place.watching(), place.chosen(), why));
    }

    /// Without the sidecar: only what happens around the agent.
    Row withoutSidecar() {
        return of(place.watching(), fault).sidecar(null).meanwhile(meanwhile).world(world);
    }

    private Row at(Place other) {
        return new Row(
                other, fault, prepare, sidecar, endpoint, meanwhile, world, inject, heal, says, watched, ending, check);
    }

    Row prepare(Step step) {
        return new Row(
                place, fault, step, sidecar, endpoint, meanwhile, world, inject, heal, says, watched, ending, check);
    }

    Row sidecar(@Nullable UnaryOperator<ContainerSpec> change) {
        return new Row(
                place, fault, prepare, change, endpoint, meanwhile, world, inject, heal, says, watched, ending, check);
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
        return new Row(
                place, fault, prepare, sidecar, url, meanwhile, world, inject, heal, says, watched, ending, check);
    }

    Row meanwhile(Step step) {
        return new Row(
                place, fault, prepare, sidecar, endpoint, step, world, inject, heal, says, watched, ending, check);
    }

    Row world(Step step) {
        return new Row(
                place, fault, prepare, sidecar, endpoint, meanwhile, step, inject, heal, says, watched, ending, check);
    }

    Row inject(Step step) {
        return new Row(
                place, fault, prepare, sidecar, endpoint, meanwhile, world, step, heal, says, watched, ending, check);
    }

    Row heal(Step step) {
        return new Row(
                place, fault, prepare, sidecar, endpoint, meanwhile, world, inject, step, says, watched, ending, check);
    }

    Row says(String pattern) {
        return new Row(
                place, fault, prepare, sidecar, endpoint, meanwhile, world, inject, heal, pattern, watched, ending,
                check);
    }

    Row watched(Watched when) {
        return new Row(
                place, fault, prepare, sidecar, endpoint, meanwhile, world, inject, heal, says, when, ending, check);
    }

    /// It ends by itself with one of these codes.
    Row gone(Integer... codes) {
        return ending(new Ending.Gone(Set.of(codes)));
    }

    Row ending(Ending how) {
        return new Row(
                place, fault, prepare, sidecar, endpoint, meanwhile, world, inject, heal, says, watched, how, check);
    }

    Row check(Check what) {
        return new Row(
                place, fault, prepare, sidecar, endpoint, meanwhile, world, inject, heal, says, watched, ending, what);
    }
}
