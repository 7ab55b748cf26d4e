package io.vedette.core.inject.kubernetes;

import io.vedette.core.inject.target.Mark;
import io.vedette.core.inject.target.NamedList;
import io.vedette.core.inject.target.Route;
import io.vedette.core.inject.target.Setting;
import io.vedette.core.inject.target.Sidecar;
import io.vedette.core.inject.target.Target;
import io.vedette.core.inject.target.Traits;
import io.vedette.core.inject.target.Verdict;
import io.vedette.core.inject.text.Addition;
import io.vedette.core.inject.text.Document;
import io.vedette.core.inject.text.Node;
import io.vedette.core.inject.text.Part;
import io.vedette.core.inject.text.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A pod, or what pods are made of.
///
/// @param spec to the pod's specification
/// @param endsByItself whether its containers are to end, and the pod with them
record Pod(Document document, String label, Route spec, boolean endsByItself) implements Target {

    private static final String CONTAINERS = "containers";
    private static final String INIT_CONTAINERS = "initContainers";
    private static final String NAME = "name";
    private static final String METADATA = "metadata";

    /// Labels and annotations are those that the pods will have, not those of what makes them.
    @Override
    public Traits traits() {
        Optional<Node> owner = spec.nodes().reversed().stream()
                .filter(node -> node.at("kind").isPresent())
                .findFirst()
                .flatMap(object -> object.at(METADATA));
        Optional<Node> own =
                spec.nodes().reversed().stream().skip(1).findFirst().flatMap(template -> template.at(METADATA));
        return Traits.ofPod(
                owner.map(metadata -> metadata.text("namespace")).orElse(""),
                owner.map(metadata -> metadata.text(NAME)).orElse(""),
                own.flatMap(metadata -> metadata.at("labels")).map(Node::texts).orElse(Map.of()),
                own.flatMap(metadata -> metadata.at("annotations"))
                        .map(Node::texts)
                        .orElse(Map.of()));
    }

    @Override
    public Verdict judge(Sidecar sidecar) {
        Optional<String> reason = new PodObstacles(this).first(sidecar);
        if (reason.isPresent()) {
            return new Verdict.Leave(reason.get());
        }
        NamedList list = list(endsByItself ? INIT_CONTAINERS : CONTAINERS);
        NamedList volumes = list("volumes");
        Optional<String> listMark = list.mark(sidecar.name());
        Optional<String> volumeMark = volumes.mark(sidecar.volume());
        if (listMark.isEmpty() || volumeMark.isEmpty()) {
            return new Verdict.Leave("its " + list.key() + " or its volumes are no list that is written out there, or "
                    + "have a " + sidecar.name() + " that was not injected");
        }
        // Who is in the host's namespace shares it already.
        Optional<String> sharingMark =
                is("hostPID") ? Optional.empty() : sharing().mark();
        Mark mark = new Mark(Stream.of(listMark, sharingMark, volumeMark)
                .flatMap(Optional::stream)
                .toList());
        List<Addition> additions = new ArrayList<>();
        additions.add(list.add(new PodContainer(sidecar, Resources.of(containers()), endsByItself).value(mark)));
        sharingMark.ifPresent(added -> additions.add(sharing().add()));
        additions.add(volumes.add(volume(sidecar)));
        return new Verdict.Inject(additions, notes());
    }

    private List<String> notes() {
        return endsByItself
                ? List.of(
                        "its start waits for the sidecar's image (--native-sidecar): with a broken one it does not start")
                : List.of();
    }

    List<Node> containers() {
        return spec.end().at(CONTAINERS).map(Node::list).orElse(List.of());
    }

    Stream<Node> allContainers() {
        return Stream.concat(
                containers().stream(), spec.end().at(INIT_CONTAINERS).map(Node::list).orElse(List.of()).stream());
    }

    boolean is(String flag) {
        return spec.end().text(flag).equals("true");
    }

    private NamedList list(String key) {
        return new NamedList(document, spec, key, NAME);
    }

    private Setting sharing() {
        return new Setting(spec.end(), "shareProcessNamespace", Value.of(true));
    }

    private static Value volume(Sidecar sidecar) {
        return new Value.Builder()
                .put(NAME, sidecar.volume())
                .put("emptyDir", new Value.Builder().build())
                .build();
    }

    @Override
    public List<Part> added() {
        List<Part> parts = new ArrayList<>();
        allContainers()
                .forEach(container -> mark(container).ifPresent(mark -> {
                    String name = container.text(NAME);
                    parts.addAll(list(CONTAINERS).added(mark, name));
                    parts.addAll(list(INIT_CONTAINERS).added(mark, name));
                    parts.addAll(sharing().added(mark));
                    parts.addAll(list("volumes").added(mark, Sidecar.volume(name)));
                }));
        return parts;
    }

    private static Optional<Mark> mark(Node container) {
        return container.at("env").stream()
                .flatMap(variables -> variables.list().stream())
                .filter(variable -> variable.text(NAME).equals(Mark.VARIABLE))
                .flatMap(variable -> Mark.parse(variable.text("value")).stream())
                .findFirst();
    }
}
