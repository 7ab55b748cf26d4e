package io.vedette.core.coverage;

import io.vedette.core.json.Json;
import java.io.IOException;
import java.util.List;

/// Reads what is told of tasks: answers of ECS (`DescribeTasks`, `DescribeTaskDefinition`,
/// `DescribeClusters`), its events, pods and events of a watch of Kubernetes, lists of hosts; any
/// number of them in one text.
public final class Documents {

    /// That a document has, in bytes.
    public static final int MOST_BYTES = 2 << 20;

    private static final int MOST_VALUES = 200_000;

    private Documents() {}

    /// @param place what is known of where they are, for documents that don't say
    /// @throws IOException in one line, when it is no JSON, or nothing in it is what is read
    public static Statement read(byte[] text, Place place) throws IOException {
        if (text.length > MOST_BYTES) {
            throw new IOException("it has more than " + MOST_BYTES + " bytes: divide it");
        }
        Statement.Builder said = new Statement.Builder();
        List<Json> documents;
        try {
            documents = Json.parseAll(text, MOST_VALUES);
        } catch (IOException malformed) {
            String message = String.valueOf(malformed.getMessage());
            throw new IOException(
                    "it is no JSON: " + message.lines().findFirst().orElse(message), malformed);
        }
        for (Json document : documents) {
            read(document, place, said);
        }
        Statement statement = said.build();
        if (statement.ignored() > 0 && statement.ignored() == documents.size()) {
            throw new IOException("nothing in it is known: it has to be an answer of ECS (tasks, taskDefinition, "
                    + "clusters), an ECS Task State Change event, pods of Kubernetes, an event of a watch, or "
                    + "{\"hosts\":[{\"name\":…}]}");
        }
        return statement;
    }

    private static void read(Json document, Place place, Statement.Builder said) {
        if (document.value() instanceof List<?>) {
            document.items().forEach(item -> read(item, place, said));
        } else if (document.at("tasks").value() instanceof List<?>) {
            document.at("tasks").items().forEach(task -> addTask(task, said));
        } else if (document.at("taskDefinition").isObject()) {
            EcsDocuments.definition(document.at("taskDefinition")).ifPresentOrElse(said::definition, said::ignore);
        } else if (document.at("clusters").value() instanceof List<?>) {
            document.at("clusters")
                    .items()
                    .forEach(cluster ->
                            said.cluster(Place.shortName(cluster.text("clusterArn")), EcsDocuments.tags(cluster)));
        } else if (document.at("hosts").value() instanceof List<?>) {
            document.at("hosts").items().forEach(host -> addHost(host, place, said));
        } else if (document.text("detail-type").equals("ECS Task State Change")) {
            addTask(document.at("detail"), said);
        } else {
            readKubernetes(document, place, said);
        }
    }

    private static void addTask(Json task, Statement.Builder said) {
        EcsDocuments.task(task).ifPresentOrElse(said::task, said::ignore);
    }

    private static void addHost(Json host, Place place, Statement.Builder said) {
        String name = host.text("name");
        if (name.isEmpty()) {
            said.ignore();
            return;
        }
        Place own = new Place(host.text("account"), host.text("region"), host.text("cluster"), "");
        said.task(Hosts.task(name, own.or(place)));
    }

    private static void readKubernetes(Json document, Place place, Statement.Builder said) {
        String kind = document.text("kind");
        if (kind.equals("Pod")) {
            KubernetesDocuments.pod(document, place).ifPresentOrElse(said::task, said::ignore);
        } else if (kind.endsWith("List")) {
            // Of a list of pods the items have no kind of their own.
            document.at("items").items().forEach(item -> addItem(item, kind, place, said));
        } else if (document.at("object").isObject()) {
            readEvent(document, place, said);
        } else {
            said.ignore();
        }
    }

    private static void addItem(Json item, String kind, Place place, Statement.Builder said) {
        if (kind.equals("PodList") || item.text("kind").equals("Pod")) {
            KubernetesDocuments.pod(item, place).ifPresentOrElse(said::task, said::ignore);
        } else {
            said.ignore();
        }
    }

    private static void readEvent(Json event, Place place, Statement.Builder said) {
        Json object = event.at("object");
        if (event.text("type").equals("BOOKMARK")) {
            return;
        }
        boolean isPod = object.text("kind").equals("Pod");
        if (isPod && event.text("type").equals("DELETED")) {
            KubernetesDocuments.pod(object, place).ifPresent(said::task);
            said.gone(object.at("metadata").text("uid"));
        } else if (isPod) {
            KubernetesDocuments.pod(object, place).ifPresentOrElse(said::task, said::ignore);
        } else {
            said.ignore();
        }
    }
}
