package io.vedette.core.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// What is in `deploy/`.
final class DeployFiles {

    static final Path FOLDER = Path.of(System.getProperty("basedir", "."), "..", "deploy");

    private static final YAMLMapper YAML = new YAMLMapper();

    private DeployFiles() {}

    static String text(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name));
    }

    /// The documents of a file of YAML or JSON.
    static List<JsonNode> documents(String name) throws IOException {
        return documents(Files.readAllBytes(FOLDER.resolve(name)));
    }

    static List<JsonNode> documents(byte[] bytes) throws IOException {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(bytes)) {
            return documents.readAll();
        }
    }

    /// What a schema beside this class has to say against it. `scripts/schemas.sh` makes the schemas.
    static List<String> errors(String schema, JsonNode document) throws IOException {
        try (InputStream in = Objects.requireNonNull(DeployFiles.class.getResourceAsStream(schema))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(in)
                    .validate(document)
                    .stream()
                    .map(Error::toString)
                    .toList();
        }
    }
}
