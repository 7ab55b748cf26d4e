package io.vedette.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.CrunTask;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// One task with what is around it: the network to the endpoint, the endpoint, the agent's cgroups and spool.
/// Used by one thread.
final class Scene implements AutoCloseable {

    /// The smallest sidecar there is.
    static final long MEMORY_BYTES = 128L << 20;

    /// What of it the agent may need for itself. The kernel takes back pages of files, which others may have as well.
    private static final long ANONYMOUS_BYTES = 96L << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAME = "vedette";

    private final Row row;
    private final Path directory;
    private Path spool;
    private final CrunTask task;
    private final HostLink link;
    private final EventEndpoint endpoint;
    private final List<OldCgroup> cgroups = new ArrayList<>();
    private final List<Closeable> owned = new ArrayList<>();
    private int agents;
    private long peakBytes;
    private long anonymousBytes;

    private Scene(Row row, Path directory, CrunTask task) throws IOException, InterruptedException {
        this.row = row;
        this.directory = directory;
        this.task = task;
        spool = Files.createDirectory(directory.resolve("spool"));
        link = HostLink.make(task.pid(CrunTask.PAUSE));
        endpoint = EventEndpoint.start(link.hostAddress(), task.taskId());
    }

    static Scene set(Row row, Path directory, Path program) throws IOException, InterruptedException {
        CrunTask task = CrunTask.builder(directory).file("/bin/chaos", program).start();
        try {
            return new Scene(row, directory, task);
        } catch (IOException | InterruptedException | RuntimeException e) {
            task.close();
            throw e;
        }
    }

    Row row() {
        return row;
    }

    /// For files of this run.
    Path directory() {
        return directory;
    }

    /// The host's directory that is the agent's spool.
    Path spool() {
        return spool;
    }

    /// Gives agents that are begun from now on another directory.
    void spool(Path other) {
        spool = other;
    }

    /// A copy of what is in the spool, which can be opened whatever became of the disk.
    Path leftInSpool() throws IOException, InterruptedException {
        Path left = directory.resolve("left");
        Shell.run(
                "rm -rf \"$2\"; [ ! -d \"$1\" ] || cp -a --sparse=always \"$1\" \"$2\"",
                "/proc/" + task.mounterPid() + "/root" + spool.toAbsolutePath(),
                "" + left);
        return left;
    }

    CrunTask task() {
        return task;
    }

    HostLink link() {
        return link;
    }

    EventEndpoint endpoint() {
        return endpoint;
    }

    /// Keeps what a row's steps made, closes it with the scene.
    <T extends Closeable> T own(T thing) {
        owned.addLast(thing);
        return thing;
    }

    /// What was kept of this type.
    <T> T owned(Class<T> type) {
        return owned.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    /// What was taken of the task: by the row's own endpoint, or else by the scene's.
    TaskLines taken() throws IOException {
        for (Closeable thing : owned) {
            if (thing instanceof Receiver own) {
                return own.taken();
            }
        }
        return endpoint.taken();
    }

    /// A cgroup of version 1 for agents that are begun from now on; made when first asked for.
    OldCgroup cgroup(String controller) throws IOException {
        for (OldCgroup cgroup : cgroups) {
            if (cgroup.directory().getParent().endsWith(controller)) {
                return cgroup;
            }
        }
        OldCgroup made = OldCgroup.make(controller, "vedette-chaos-" + task.taskId());
        cgroups.add(made);
        return made;
    }

    /// Has the runtime start the agent's container, or another one after the first has ended, and waits for nothing.
    void beginAgent() throws IOException {
        agents++;
        List<Path> directories = cgroups.stream().map(OldCgroup::directory).toList();
        ContainerSpec healthy = row.watching().sidecar(agent(), row.endpoint().apply(this), spool, directories);
        task.begin(row.sidecar() == null ? healthy : row.sidecar().apply(healthy));
    }

    /// Waits until the agent has said what this pattern finds; one that has ended may have said it before.
    void awaitAgentSays(String regex) throws IOException, InterruptedException {
        Pattern pattern = Pattern.compile(regex);
        long limit = System.nanoTime() + PATIENCE.toNanos();
        while (!pattern.matcher(agentLog()).find()) {
            boolean ended = task.hasEnded(agent());
            if ((ended && !pattern.matcher(agentLog()).find()) || System.nanoTime() > limit) {
                throw new AssertionError("the agent never said \"" + regex + "\": " + agentLog());
            }
            Thread.sleep(10);
        }
    }

    /// Waits until it watches as the row says.
    void awaitAgentReady() throws IOException, InterruptedException {
        awaitAgentSays(row.watching().ready());
    }

    String agentLog() throws IOException {
        return task.log(agent());
    }

    /// That of all agents so far.
    String agentLogs() throws IOException {
        StringBuilder logs = new StringBuilder();
        for (int number = 1; number <= agents; number++) {
            logs.append(task.log(name(number)));
        }
        return logs.toString();
    }

    boolean agentHasEnded() {
        return task.hasEnded(agent());
    }

    /// @return its exit code
    int awaitAgentEnd() throws InterruptedException {
        return task.await(agent(), PATIENCE);
    }

    void signalAgent(String signal) throws IOException, InterruptedException {
        samplePeak();
        Shell.run("kill -\"$1\" \"$2\"", signal, "" + agentPid());
    }

    /// Signals the processes of its container that have this name.
    void signalHelpers(String comm, String signal) throws IOException, InterruptedException {
        for (String pid : Files.readAllLines(task.cgroupDirectory(agent()).resolve("cgroup.procs"))) {
            Path name = Path.of("/proc", pid, "comm");
            if (Files.exists(name) && Files.readString(name).strip().equals(comm)) {
                Shell.run("kill -\"$1\" \"$2\"", signal, pid);
            }
        }
    }

    /// The kernel's own way to stop all of a container.
    void freezeAgent(boolean frozen) throws IOException {
        Files.writeString(task.cgroupDirectory(agent()).resolve("cgroup.freeze"), frozen ? "1" : "0");
    }

    /// @param resource as prlimit(1) calls it
    void limitAgent(String resource, long value) throws IOException, InterruptedException {
        Shell.run("prlimit --pid \"$1\" \"--$2=$3\"", "" + agentPid(), resource, "" + value);
    }

    long agentPid() throws IOException {
        return task.pid(agent());
    }

    /// Looks at how much memory the agent ever had; it is to be asked while it still runs.
    void samplePeak() throws IOException {
        Path status = Path.of("/proc/" + agentPid() + "/status");
        if (agentHasEnded() || !Files.exists(status)) {
            return;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmHWM:")) {
                peakBytes = Math.max(peakBytes, bytes(line));
            } else if (line.startsWith("RssAnon:")) {
                anonymousBytes = Math.max(anonymousBytes, bytes(line));
            }
        }
    }

    private static long bytes(String line) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
    }

    /// Beside this, the cgroup's limit holds, where there is one.
    void checkMemory() {
        assertThat(anonymousBytes).as("bytes of the agent that are no file's").isLessThan(ANONYMOUS_BYTES);
    }

    /// 0 when it never was seen running.
    long peakBytes() {
        return peakBytes;
    }

    private String agent() {
        return name(agents);
    }

    private static String name(int number) {
        return NAME + (number < 2 ? "" : "-" + number);
    }

    @Override
    public void close() throws IOException {
        for (Closeable thing : owned.reversed()) {
            thing.close();
        }
        endpoint.close();
        task.close();
        for (OldCgroup cgroup : cgroups) {
            cgroup.close();
        }
    }
}
