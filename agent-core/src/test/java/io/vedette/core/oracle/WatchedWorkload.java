package io.vedette.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.delivery.Delivered;
import io.vedette.core.delivery.VedetteProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// One run of `src/test/sh/workload.sh` in a cgroup of its own, and what everybody saw of it.
///
/// @param lines of each tool that is installed
/// @param port of the web server
record WatchedWorkload(
        Path directory, String containerId, Delivered delivered, Map<String, List<String>> lines, int port) {

    private static final String NAME_SERVER = "127.0.0.53";
    private static final String CALLS = "trace=execve,execveat,open,openat,openat2,creat,unlink,unlinkat,rmdir,rename,"
            + "renameat,renameat2,mkdir,mkdirat,connect,bind,listen,accept,accept4,socket,clone,clone3,vfork,fork,chmod,"
            + "fchmod,fchmodat,chown,fchown,lchown,fchownat,symlink,symlinkat,link,linkat,chdir,fchdir,truncate,ftruncate";
    /// strace stays outside of the cgroup, in a view of the hierarchy that works on any host.
    private static final String TRACED = """
            directory=$1 cgroup=$1/cgroup/ecs/$2 calls=$3
            shift 3
            mkdir "$directory/cgroup" "$directory/strace" "$directory/work" && cd "$directory" || exit 1
            mount -t cgroup2 cgroup2 cgroup && mkdir -p "$cgroup" || exit 1
            strace -ff -q -y -s 65536 -e "$calls" -o strace/t \\
              sh -c 'echo $$ >first; echo $$ >"$1/cgroup.procs"; shift; exec "$@"' sh "$cgroup" "$@"
            code=$?
            rmdir "$cgroup" "$(dirname "$cgroup")"
            umount cgroup
            exit $code
            """;

    static WatchedWorkload run(Path directory) throws Exception {
        Assumptions.assumeTrue(Observer.isInstalled("strace"), "strace is not installed");
        Path out = directory.resolve("delivered.jsonl");
        VedetteProcess endpoint = VedetteProcess.start(
                directory.resolve("endpoint.log"), "endpoint", "--listen=127.0.0.1:0", "--out=" + out);
        String port = endpoint.awaitLog("listening on 127.0.0.1:([0-9]+)").group(1);
        VedetteProcess agent = VedetteProcess.start(
                directory.resolve("agent.log"),
                "run",
                "--cpu-budget",
                "0",
                "--endpoint=http://127.0.0.1:" + port,
                "--spool=" + directory.resolve("spool"),
                "--no-mask",
                "--kernel-ring=16MiB",
                "--container-ring=8MiB",
                "--stop-timeout=60s");
        Map<String, Observer> observers = new LinkedHashMap<>();
        try {
            agent.awaitLog("ready tier=ebpf ");
            awaitFirstEvent(out);
            start(observers, directory);
            String task = UUID.randomUUID().toString().replace("-", "");
            trace(directory, task);

            Map<String, List<String>> lines = new LinkedHashMap<>();
            for (Map.Entry<String, Observer> observer : observers.entrySet()) {
                lines.put(observer.getKey(), observer.getValue().stop());
            }
            assertThat(agent.stop()).as(agent.log()).isZero();
            assertThat(endpoint.stop()).as(endpoint.log()).isZero();
            int webPort = Integer.parseInt(
                    Files.readString(directory.resolve("work/ports")).strip());
            return new WatchedWorkload(directory, task + "-1234567890", Delivered.read(out), lines, webPort);
        } finally {
            observers.values().forEach(Observer::close);
            agent.kill();
            endpoint.kill();
        }
    }

    /// Events come after what already ran was read.
    private static void awaitFirstEvent(Path delivered) throws IOException, InterruptedException {
        while (!Files.readString(delivered).contains("first-of-all")) {
            new ProcessBuilder("true", "first-of-all").start().waitFor();
            Thread.sleep(20);
        }
    }

    private static void start(Map<String, Observer> observers, Path directory) throws Exception {
        for (List<String> command : List.of(
                List.of("execsnoop", "-x", "--max-args=60"), List.of("exitsnoop"), List.of("opensnoop", "-e"))) {
            if (Observer.isInstalled(command.get(0))) {
                observers.put(command.get(0), Observer.start(directory, command.toArray(String[]::new)));
            }
        }
        for (Observer observer : observers.values()) {
            observer.awaitLine();
        }
        if (Observer.isInstalled("tshark")) {
            Observer tshark = Observer.start(
                    directory,
                    "tshark",
                    "-q",
                    "-i",
                    "lo",
                    "-w",
                    "" + directory.resolve("lo.pcap"),
                    "-f",
                    "tcp or udp port 53");
            observers.put("tshark", tshark);
            tshark.awaitLog("Capture started");
        }
    }

    private static void trace(Path directory, String task) throws IOException, InterruptedException {
        Path log = directory.resolve("workload.log");
        Process traced = new ProcessBuilder(
                        "unshare",
                        "-m",
                        "--propagation",
                        "private",
                        "sh",
                        "-c",
                        TRACED,
                        "sh",
                        "" + directory,
                        task + "/" + task + "-1234567890",
                        CALLS,
                        program(),
                        "" + directory.resolve("work"),
                        NAME_SERVER)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(traced.waitFor()).as(Files.readString(log)).isZero();
    }

    private static String program() {
        return ""
                + Path.of(System.getProperty("basedir", "."), "src/test/sh/workload.sh")
                        .toAbsolutePath();
    }

    StraceFacts strace(Set<String> scripts) throws IOException {
        long first = Long.parseLong(Files.readString(directory.resolve("first")).strip());
        return StraceFacts.read(directory.resolve("strace"), first, program(), directory, scripts);
    }

    /// Host pids of all processes of the workload, once they ran it.
    Set<String> processes() {
        return delivered.lines().stream()
                .filter(line -> line.path("container").path("id").asText().equals(containerId))
                .map(line -> line.path("process").path("host_pid"))
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }

    /// `CLIENT SERVER` of each first packet to the web server.
    Multiset capturedConnections() throws IOException, InterruptedException {
        Multiset all = new Multiset();
        String first = "tcp.flags.syn==1 && tcp.flags.ack==0 && tcp.dstport==" + port;
        fields(first, "ip.src", "tcp.srcport", "ip.dst", "tcp.dstport")
                .forEach(row -> all.add(row[0] + ":" + row[1] + " " + row[2] + ":" + row[3]));
        return all;
    }

    /// `FROM TO ID RESPONSE RCODE NAME TYPE ANSWER` of each message.
    Multiset capturedNames() throws IOException, InterruptedException {
        Multiset all = new Multiset();
        Map<String, String> codes = Map.of("", "", "0", "noerror", "3", "nxdomain");
        Map<String, String> types = Map.of("1", "A", "28", "AAAA");
        fields(
                        "dns && ip.addr==" + NAME_SERVER,
                        "ip.src",
                        "udp.srcport",
                        "ip.dst",
                        "udp.dstport",
                        "dns.id",
                        "dns.flags.response",
                        "dns.flags.rcode",
                        "dns.qry.name",
                        "dns.qry.type",
                        "dns.a")
                .forEach(row -> all.add(row[0] + ":" + row[1] + " " + row[2] + ":" + row[3] + " "
                        + Integer.decode(row[4]) + " " + !row[5].equals("0") + " " + codes.get(row[6]) + " " + row[7]
                        + " " + types.get(row[8]) + " " + row[9]));
        return all;
    }

    private Stream<String[]> fields(String filter, String... names) throws IOException, InterruptedException {
        Assumptions.assumeTrue(lines.containsKey("tshark"), "tshark is not installed");
        ProcessBuilder reader = new ProcessBuilder("tshark", "-r", "" + directory.resolve("lo.pcap"), "-Y", filter);
        reader.command().addAll(List.of("-T", "fields"));
        for (String name : names) {
            reader.command().addAll(List.of("-e", name));
        }
        Process process = reader.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return text.lines().map(line -> line.split("\t", -1));
    }
}
