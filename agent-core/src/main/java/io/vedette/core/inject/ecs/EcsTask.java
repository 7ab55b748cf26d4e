package io.vedette.core.inject.ecs;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A task definition, or the containers of one alone.
///
/// @param task to its settings; to the containers where there are no settings
/// @param containers to the list of container definitions
/// @param isWhole whether the settings of the task are there
record EcsTask(Document document, String label, Route task, Route containers, Spelling spelling, boolean isWhole)
        implements Target {

    /// A registered one that is described has its tags beside it.
    @Override
    public Traits traits() {
        if (!isWhole) {
            return Traits.NONE;
        }
        Node settings = task.end();
        Map<String, String> tags = new LinkedHashMap<>(tags(task.nodes().getFirst()));
        tags.putAll(tags(settings));
        return Traits.ofTask(
                settings.text(spelling.of("taskDefinitionArn")), settings.text(spelling.of("family")), tags);
    }

    private Map<String, String> tags(Node owner) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Node tag : owner.at(spelling.of("tags")).map(Node::list).orElse(List.of())) {
            String key = tag.text(spelling.of("key"));
            Optional<String> value = tag.at(spelling.of("value")).flatMap(Node::plainText);
            if (!key.isEmpty() && value.isPresent()) {
                tags.put(key, value.get());
            }
        }
        return tags;
    }

    @Override
    public Verdict judge(Sidecar sidecar) {
        Launch launch = isWhole ? Launch.of(task.end(), spelling) : Launch.FARGATE;
        MemoryRoom room = MemoryRoom.of(task.end(), containers.end().list(), spelling);
        Optional<String> reason = new EcsObstacles(this).first(sidecar, launch, room);
        if (reason.isPresent()) {
            return new Verdict.Leave(reason.get());
        }
        Node.Items list = (Node.Items) containers.end();
        LogCopy logs = LogCopy.of(list.items(), spelling);
        Optional<String> pidMode = pidMode().mark();
        Optional<String> volume = volumes().mark(sidecar.volume());
        EcsContainer container = new EcsContainer(sidecar, spelling, launch, room, logs.value(), volume.isPresent());
        Mark mark = new Mark(Stream.concat(pidMode.stream(), volume.stream()).toList());
        List<Addition> additions = new ArrayList<>();
        additions.add(new Addition.Item(list, container.value(mark)));
        pidMode.ifPresent(added -> additions.add(pidMode().add()));
        volume.ifPresent(added -> additions.add(volumes().add(volume(sidecar))));
        TaskSize size = TaskSize.of(task.end(), additions);
        if (size.isTooLarge()) {
            return new Verdict.Leave(size.excess());
        }
        List<String> notes = new ArrayList<>(new EcsNotes(this).all(sidecar, launch));
        if (room.isTight()) {
            notes.add(room.tightness());
        }
        logs.note().ifPresent(notes::add);
        return new Verdict.Inject(additions, notes);
    }

    private Setting pidMode() {
        return new Setting(task.end(), spelling.of("pidMode"), Value.of("task"));
    }

    private NamedList volumes() {
        return new NamedList(document, task, spelling.of("volumes"), spelling.of("name"));
    }

    private Value volume(Sidecar sidecar) {
        return new Value.Builder().put(spelling.of("name"), sidecar.volume()).build();
    }

    String name(Node item) {
        return item.text(spelling.of("name"));
    }

    @Override
    public List<Part> added() {
        List<Part> parts = new ArrayList<>();
        if (containers.end() instanceof Node.Items list) {
            for (Node container : list.items()) {
                mark(container).ifPresent(mark -> {
                    parts.add(new Part.Item(list, container));
                    parts.addAll(pidMode().added(mark));
                    parts.addAll(volumes().added(mark, Sidecar.volume(name(container))));
                });
            }
        }
        return parts;
    }

    private Optional<Mark> mark(Node container) {
        return container.at(spelling.of("environment")).stream()
                .flatMap(variables -> variables.list().stream())
                .filter(variable -> name(variable).equals(Mark.VARIABLE))
                .flatMap(variable -> Mark.parse(variable.text(spelling.of("value"))).stream())
                .findFirst();
    }
}
