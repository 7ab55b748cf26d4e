package io.vedette.core.outside;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.Mount;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Changes to sensitive files of several containers, seen through their roots.
@Tag("container")
class FilesFromOutsideTest {

    private static final List<String> APPS = List.of("one", "two");

    @TempDir
    private Path directory;

    @Test
    void seesWhatChangesInEachContainer() throws Exception {
        try (OutsideTask task = OutsideTask.start(directory, Dockers.and("CAP_SYS_PTRACE"), spec -> spec)) {
            for (String app : APPS) {
                task.launch(sleeper(task, app));
                awaitWatched(task, app);
            }
            for (String app : APPS) {
                task.shell(app, "echo a >/etc/passwd");
                await(task, app, "open", "path", "/etc/passwd");
                await(task, app, "close_write", "path", "/etc/passwd");
                task.shell(app, "echo b >/etc/passwd.new && mv /etc/passwd.new /etc/passwd");
                JsonNode rename = await(task, app, "rename", "new_path", "/etc/passwd");
                assertThat(rename.path("rename").path("path").asText()).isEqualTo("/etc/passwd.new");
                task.shell(app, "chmod 600 /etc/passwd && chown 7:8 /etc/passwd");
                assertThat(await(task, app, "chmod", "path", "/etc/passwd")
                                .path("chmod")
                                .path("mode")
                                .asText())
                        .isEqualTo("0600");
                JsonNode chown = await(task, app, "chown", "path", "/etc/passwd");
                assertThat(chown.path("chown").path("uid").asInt()).isEqualTo(7);
                assertThat(chown.path("chown").path("gid").asInt()).isEqualTo(8);
            }
        }
    }

    @Test
    void seesTheFileThatReplacedAnotherAndDirectoriesThatAreMadeLater() throws Exception {
        try (OutsideTask task = OutsideTask.start(directory, Dockers.and("CAP_SYS_PTRACE"), spec -> spec)) {
            task.launch(sleeper(task, "one"));
            awaitWatched(task, "one");
            task.shell("one", "echo a >/etc/n && mv /etc/n /etc/shadow");
            await(task, "one", "rename", "new_path", "/etc/shadow");
            task.shell("one", "echo b >>/etc/shadow");
            await(task, "one", "write", "path", "/etc/shadow");
            task.shell("one", "mkdir -p /etc/systemd/system && echo x >/etc/systemd/system/a.service");
            await(task, "one", "open", "path", "/etc/systemd/system/a.service");
            task.shell("one", "ln -s /x /etc/systemd/system/b.service && ln /etc/shadow /etc/systemd/system/c");
            assertThat(await(task, "one", "symlink", "path", "/etc/systemd/system/b.service")
                            .path("symlink")
                            .path("target")
                            .asText())
                    .isEqualTo("/x");
            await(task, "one", "link", "new_path", "/etc/systemd/system/c");
            // As whole directories are replaced.
            task.shell("one", "mv /etc/systemd /etc/before && mkdir -p /etc/systemd/system");
            task.shell("one", "echo y >/etc/systemd/system/d.service");
            await(task, "one", "open", "path", "/etc/systemd/system/d.service");
            task.shell("one", "rm /etc/systemd/system/d.service && mkdir /etc/systemd/system/e");
            await(task, "one", "unlink", "path", "/etc/systemd/system/d.service");
            await(task, "one", "mkdir", "path", "/etc/systemd/system/e");
            task.shell("one", "rmdir /etc/systemd/system/e");
            await(task, "one", "rmdir", "path", "/etc/systemd/system/e");
        }
    }

    @Test
    void seesWhatIsAskedForBesideTheSensitiveFiles() throws Exception {
        try (OutsideTask task = OutsideTask.start(
                directory,
                Dockers.and("CAP_SYS_PTRACE"),
                spec -> spec.env("VEDETTE_WATCH_PATH", "/data/conf,/data/*/app.yaml"))) {
            for (String app : APPS) {
                task.launch(sleeper(task, app).confined(rest -> rest.mount(Mount.memory("/data", "1m"))));
                awaitWatched(task, app);
            }
            for (String app : APPS) {
                // All of it is made later than it is watched.
                task.shell(app, "mkdir /data/conf && echo a >/data/conf/one");
                await(task, app, "mkdir", "path", "/data/conf");
                await(task, app, "open", "path", "/data/conf/one");
                task.shell(app, "echo b >/data/conf/.one && mv /data/conf/.one /data/conf/one");
                JsonNode inIt = await(task, app, "rename", "new_path", "/data/conf/one");
                assertThat(inIt.path("rename").path("path").asText()).isEqualTo("/data/conf/.one");
                task.shell(app, "echo c >>/data/conf/one");
                await(task, app, "write", "path", "/data/conf/one");
                task.shell(app, "mkdir /data/web && echo a >/data/web/app.yaml");
                await(task, app, "open", "path", "/data/web/app.yaml");
                task.shell(app, "echo b >/data/web/another && mv /data/web/another /data/web/app.yaml");
                await(task, app, "rename", "new_path", "/data/web/app.yaml");
                task.shell(app, "echo c >>/data/web/app.yaml");
                await(task, app, "write", "path", "/data/web/app.yaml");
                task.shell(app, "rm -r /data/conf");
                await(task, app, "rmdir", "path", "/data/conf");
                // Nor have the sensitive ones been forgotten.
                task.shell(app, "echo a >/etc/passwd");
                await(task, app, "open", "path", "/etc/passwd");
            }
            assertThat(task.delivered().of("open").toString()).doesNotContain("/data/web/another");
            assertThat(task.agentLog()).contains("those of --watch-path are watched");
        }
    }

    private static ContainerSpec sleeper(OutsideTask task, String name) {
        return task.app(name, "/bin/sleep", "1000");
    }

    /// A container is watched from a quarter of a second on after it has come.
    private static void awaitWatched(OutsideTask task, String app) throws Exception {
        task.shellUntilSeen(
                app,
                "echo >>/etc/hosts",
                line -> line.path("container").path("id").asText().equals(task.id(app)));
    }

    /// What it is about is there; nobody is known to have done it.
    private static JsonNode await(OutsideTask task, String app, String kind, String field, String path)
            throws Exception {
        JsonNode event = task.await(
                kind,
                line -> line.path(kind).path(field).asText().equals(path)
                        && line.path("container").path("id").asText().equals(task.id(app)));
        assertThat(event.path("incomplete").toString()).contains("\"process_unknown\"");
        assertThat(event.path("process").path("exec_id").asText()).isEmpty();
        return event;
    }
}
