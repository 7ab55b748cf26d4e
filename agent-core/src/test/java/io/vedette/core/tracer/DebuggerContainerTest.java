package io.vedette.core.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.CrunTask;
import io.vedette.core.delivery.Delivered;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A debugger works on processes of the app although they are traced: the tracer makes room.
@Tag("container")
class DebuggerContainerTest {

    @TempDir
    private Path directory;

    private FargateTask task;

    @BeforeEach
    void start() throws Exception {
        task = FargateTask.start(
                directory,
                Map.of("/bin/strace", Path.of("/usr/bin/strace"), "/bin/gdb", Path.of("/usr/bin/gdb")),
                "ready tier=ptrace",
                List.of("CAP_SYS_PTRACE"));
        ContainerSpec app = task.app(
                        "app", "/bin/sh", "-c", "echo $$ >/out/pid; i=0; while :; do i=$((i + 1)); sleep 0.05; done")
                .uid(0);
        task.task().launch(FargateTask.built(app));
        while (!Files.exists(task.out().resolve("pid")) || Files.size(task.out().resolve("pid")) < 2) {
            Thread.sleep(10);
        }
    }

    @AfterEach
    void end() throws Exception {
        task.close();
    }

    private CrunTask.Output sh(String script) throws Exception {
        return task.task().exec("app", "/bin/sh", "-c", "sleep 0.2; " + script);
    }

    @Test
    void straceFollowsAProcessThatRunsAndTheTracerComesBack() throws Exception {
        String pid = Files.readString(task.out().resolve("pid")).strip();
        CrunTask.Output attached = sh("timeout 1 strace -f -o /out/attached -p " + pid);
        // As long as the debugger's end may take to be noticed.
        CrunTask.Output after = sh("sleep 0.5; echo back again; /bin/true back-again; sleep 0.1");

        assertThat(attached.text()).contains("attached").doesNotContain("not permitted");
        assertThat(Files.readString(task.out().resolve("attached"))).contains("[\"sleep\", \"0.05\"]");
        assertThat(after.exitCode()).isZero();
        Delivered all = task.stopAgent();
        assertThat(all.of("exec").stream().map(line -> Delivered.args(line.path("process"))))
                .contains(List.of("/bin/true", "back-again"));
        assertThat(all.of("gap")).anySatisfy(gap -> assertThat(gap.toString()).contains("made room for a debugger"));
    }

    @Test
    void gdbLooksIntoAProcessThatRunsAndTheTracerComesBack() throws Exception {
        String pid = Files.readString(task.out().resolve("pid")).strip();
        CrunTask.Output looked =
                sh("gdb -q -nx -batch -p " + pid + " -ex 'x/i $pc' -ex 'x/2xw $sp' -ex detach </dev/null");
        CrunTask.Output after = sh("sleep 0.5; echo back again; /bin/true back-again; sleep 0.1");

        assertThat(looked.text())
                .containsPattern("=> 0x[0-9a-f]+")
                .contains("(process " + pid + ") detached")
                .doesNotContain("not permitted");
        assertThat(after.exitCode()).isZero();
        assertThat(task.task().hasEnded("app")).isFalse();
        Delivered all = task.stopAgent();
        assertThat(all.of("exec").stream().map(line -> Delivered.args(line.path("process"))))
                .contains(List.of("/bin/true", "back-again"));
        assertThat(all.of("gap")).anySatisfy(gap -> assertThat(gap.toString()).contains("made room for a debugger"));
    }

    @Test
    void straceRunsAProgramAndTheOthersAreWatchedMeanwhile() throws Exception {
        CrunTask.Output run = sh("strace -f -o /out/run /bin/sh -c '/bin/true traced; sleep 0.5'");

        assertThat(run.exitCode()).as(run.text()).isZero();
        assertThat(Files.readString(task.out().resolve("run"))).contains("\"traced\"]");
        Delivered all = task.stopAgent();
        assertThat(FargateTask.outages(all)).isEmpty();
        assertThat(all.of("exec").stream().map(line -> Delivered.args(line.path("process"))))
                .contains(List.of("strace", "-f", "-o", "/out/run", "/bin/sh", "-c", "/bin/true traced; sleep 0.5"));
    }
}
