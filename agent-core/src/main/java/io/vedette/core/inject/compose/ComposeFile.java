package io.vedette.core.inject.compose;

import io.vedette.core.inject.target.Mark;
import io.vedette.core.inject.target.Route;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A Compose file, which gets one more service that sees the containers of all others.
///
/// @param services to the services
public record ComposeFile(Document document, Route services) implements Target {

    public static List<Target> in(Document document) {
        return document.roots().stream()
                .flatMap(root -> Route.from(root).to("services").stream())
                .<Target>map(services -> new ComposeFile(document, services))
                .toList();
    }

    @Override
    public String label() {
        String name = services.nodes().getFirst().text("name");
        return name.isEmpty() ? "compose file" : "compose file " + name;
    }

    @Override
    public Traits traits() {
        return Traits.NONE;
    }

    @Override
    public Verdict judge(Sidecar sidecar) {
        Optional<String> reason = services.obstacle(document).or(() -> obstacle(sidecar));
        if (reason.isPresent() || !(services.end() instanceof Node.Members members)) {
            return new Verdict.Leave(reason.orElse("its services are no mapping that is written out"));
        }
        List<Node> others = members.members().stream().map(Node.Member::value).toList();
        List<String> networks = networks(others);
        Value.Mapping service = new ComposeService(sidecar, logging(others), networks).value(new Mark(List.of()));
        return new Verdict.Inject(
                List.of(new Addition.Member(members, sidecar.name(), service)),
                List.of("the service sees every container of the machine, those of other projects too"));
    }

    private Optional<String> obstacle(Sidecar sidecar) {
        if (!(services.end() instanceof Node.Members members) || !members.tag().isEmpty()) {
            return Optional.of("its services are no mapping that is written out");
        }
        if (members.members().isEmpty()) {
            return Optional.of("it has no services");
        }
        if (members.at(sidecar.name()).isPresent()) {
            return Optional.of("it has a service named " + sidecar.name()
                    + " that was not injected: give another name with --name");
        }
        return members.members().stream()
                .filter(member -> member.value().text("platform").startsWith("windows"))
                .map(member -> "service " + member.key().text() + " runs on Windows, and the agent on Linux only")
                .findFirst();
    }

    private static Optional<Value> logging(List<Node> services) {
        return services.stream()
                .flatMap(service -> service.at("logging").stream())
                .flatMap(logging -> Value.copyOf(logging).stream())
                .findFirst();
    }

    /// Networks that services name; empty when one of them is in the default network, where the sidecar is then too.
    private static List<String> networks(List<Node> services) {
        Set<String> names = new TreeSet<>();
        for (Node service : services) {
            Optional<Node> networks = service.at("networks").map(Node::resolved);
            if (networks.isEmpty() && service.at("network_mode").isPresent()) {
                continue;
            }
            if (networks.isEmpty()) {
                return List.of();
            }
            networks.get().list().forEach(name -> names.add(name.text()));
            if (networks.get() instanceof Node.Members members) {
                members.members().forEach(member -> names.add(member.key().text()));
            }
        }
        names.remove("");
        return List.copyOf(names);
    }

    @Override
    public List<Part> added() {
        List<Part> parts = new ArrayList<>();
        if (services.end() instanceof Node.Members members) {
            for (Node.Member service : members.members()) {
                boolean isOurs = service.value()
                        .at("environment")
                        .flatMap(environment -> Mark.parse(environment.text(Mark.VARIABLE)))
                        .isPresent();
                if (isOurs) {
                    parts.add(new Part.Member(members, service));
                }
            }
        }
        return parts;
    }
}
