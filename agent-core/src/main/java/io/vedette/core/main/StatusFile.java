package io.vedette.core.main;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.core.telemetry.HealthReport;
import io.vedette.core.telemetry.Issue;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/// What `vedette status` reads, without a JVM: a few lines, each a name and a value.
///
/// ```
/// vedette-status 1
/// boot 12345            seconds of the boot clock: who reads it compares them with /proc/uptime
/// pid 42
/// state degraded
/// json {…}              for --json
/// text …                for people, a line each
/// ```
///
/// It is written beside and renamed, so a reader sees one whole. Others may be able to write where it is:
/// the folder has to be the agent's own. One thread.
final class StatusFile implements AutoCloseable {

    static final List<Path> USUAL = List.of(Path.of("/run/vedette/status"), Path.of("/dev/shm/vedette/status"));

    private static final FileAttribute<?> FOLDER_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
    private static final FileAttribute<?> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

    private final Path file;
    private final Path draft;
    private final long pid = ProcessHandle.current().pid();

    private StatusFile(Path file) {
        this.file = file;
        draft = file.resolveSibling(file.getFileName() + ".new");
    }

    /// Says that the agent starts.
    ///
    /// @param bootNs the boot clock
    /// @throws IOException saying why none of the places can be used
    static StatusFile open(List<Path> places, long bootNs) throws IOException {
        StringBuilder reasons = new StringBuilder();
        for (Path place : places) {
            try {
                StatusFile status = new StatusFile(place.toAbsolutePath());
                status.makeFolder();
                status.write(HealthReport.STARTING, bootNs);
                return status;
            } catch (IOException unusable) {
                reasons.append(reasons.isEmpty() ? "" : "; ")
                        .append(place)
                        .append(": ")
                        .append(Vedette.sentence(unusable));
            }
        }
        throw new IOException(reasons.toString());
    }

    private void makeFolder() throws IOException {
        Path folder = file.getParent();
        if (folder == null) {
            throw new IOException("it has no folder");
        }
        try {
            Files.createDirectory(folder, FOLDER_MODE);
        } catch (FileAlreadyExistsException exists) {
            checkFolder(folder);
        }
    }

    /// A container that shares the place with this one could have made it, to lead the agent elsewhere.
    private static void checkFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is in no real folder");
        }
        Object owner = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
        if (!owner.equals(self)
                || mode.contains(PosixFilePermission.GROUP_WRITE)
                || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException("its folder is not this user's alone");
        }
    }

    /// @param bootNs the boot clock
    void write(HealthReport report, long bootNs) throws IOException {
        StringBuilder lines = new StringBuilder("vedette-status 1\n");
        lines.append("boot ").append(bootNs / 1_000_000_000L).append('\n');
        lines.append("pid ").append(pid).append('\n');
        lines.append("state ").append(report.state().text()).append('\n');
        lines.append("json ").append(json(report)).append('\n');
        lines.append("text vedette ")
                .append(Version.text())
                .append(" is ")
                .append(report.state().text());
        lines.append(", pid ").append(pid).append(", up ").append(report.upTimeNs() / 1_000_000_000L);
        lines.append(" s, ").append(report.waitingBatches()).append(" batches wait\n");
        for (Issue issue : report.issues()) {
            lines.append("text ")
                    .append(issue.code())
                    .append(": ")
                    .append(issue.sentence())
                    .append('\n');
        }
        // Never through a link, or into a file that somebody else has open.
        Files.deleteIfExists(draft);
        try (var out =
                Files.newByteChannel(draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), MODE)) {
            out.write(StandardCharsets.UTF_8.encode(lines.toString()));
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private String json(HealthReport report) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("state", report.state().text());
            json.writeNumberField("pid", pid);
            json.writeStringField("version", Version.text());
            json.writeNumberField("up_time_ns", report.upTimeNs());
            json.writeNumberField("resident_bytes", report.residentBytes());
            json.writeNumberField("acknowledged_sequence", report.acknowledgedSequence());
            json.writeNumberField("waiting_batches", report.waitingBatches());
            json.writeNumberField("errors", report.errors());
            json.writeNumberField("processes", report.processes());
            json.writeNumberField("containers", report.containers());
            json.writeArrayFieldStart("issues");
            for (Issue issue : report.issues()) {
                json.writeStartObject();
                json.writeStringField("code", issue.code().name());
                json.writeStringField("sentence", issue.sentence());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    /// The agent has stopped: nobody is to take the file for news.
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(draft);
    }
}
