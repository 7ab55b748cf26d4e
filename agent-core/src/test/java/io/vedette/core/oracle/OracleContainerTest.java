package io.vedette.core.oracle;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vedette.core.delivery.Books;
import io.vedette.core.delivery.Delivered;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A mixed workload, watched by the agent and by tools that know nothing of it: what they saw arrived, as they saw it.
@Tag("container")
@Timeout(180)
class OracleContainerTest {

    private static final Pattern EXEC = Pattern.compile(".{16} ([0-9]+) +[0-9]+ +(-?[0-9]+) (.*)");
    private static final Pattern EXIT =
            Pattern.compile(".{16} ([0-9]+) +[0-9]+ +\\1 +[0-9.]+ +(?:signal ([0-9]+) .*|([0-9]+) *)");
    private static final Pattern OPEN = Pattern.compile("([0-9]+) +.{16} +([0-9]+) +0 [0-7]+ (.*)");

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> nothingThatOthersSawIsMissing() throws Exception {
        WatchedWorkload run = WatchedWorkload.run(directory);
        Delivered all = run.delivered();
        AgentViews views = new AgentViews(all, run.containerId());
        Multiset agent = AgentFacts.of(all, run.containerId());
        StraceFacts strace = run.strace(AgentFacts.scripts(all, run.containerId()));

        return Stream.of(
                dynamicTest("books", () -> Books.check(all, run.containerId())),
                dynamicTest(
                        "strace", () -> same(strace.facts(), agent.map(fact -> asAsked(fact, strace.facts())), 3000)),
                dynamicTest(
                        "execsnoop",
                        () -> within(seen(run, "execsnoop", EXEC, OracleContainerTest::exec), views.execsnoop(), 200)),
                dynamicTest(
                        "exitsnoop",
                        () -> within(seen(run, "exitsnoop", EXIT, OracleContainerTest::exit), views.exits(), 200)),
                dynamicTest(
                        "opensnoop",
                        () -> within(
                                seen(run, "opensnoop", OPEN, open -> open.group(1) + " " + open.group(3)),
                                strace.opens(),
                                2000)),
                dynamicTest("tshark connections", () -> {
                    Multiset connections = run.capturedConnections();
                    same(connections, views.connections("connect", run.port()), 300);
                    same(connections, views.connections("accept", run.port()), 300);
                }),
                dynamicTest("tshark names", () -> {
                    Multiset names = run.capturedNames();
                    same(names, views.names("sent"), 40);
                    same(names, views.names("received"), 40);
                }));
    }

    /// Asked for port 0, the agent tells the one that the kernel chose.
    private static String asAsked(String fact, Multiset strace) {
        String asked = fact.replaceFirst("^([0-9]+ bind [0-9]+ .*):[0-9]+$", "$1:0");
        return strace.contains(asked) ? asked : fact;
    }

    private static String exec(Matcher line) {
        String args = line.group(3).replaceAll(" +", " ").strip();
        return line.group(1) + " " + line.group(2) + " " + args;
    }

    private static String exit(Matcher line) {
        return line.group(2) == null
                ? line.group(1) + " exit code=" + line.group(3) + " signal=0"
                : line.group(1) + " exit code=0 signal=" + line.group(2);
    }

    /// What a tool said of the workload's processes; of others it is left out.
    private static Multiset seen(WatchedWorkload run, String tool, Pattern form, Function<Matcher, String> fact) {
        List<String> lines = run.lines().get(tool);
        Assumptions.assumeTrue(lines != null, tool + " is not installed");
        Multiset facts = new Multiset();
        Set<String> processes = run.processes();
        for (String line : requireNonNull(lines)) {
            Matcher matcher = form.matcher(line);
            // The shell that enters the cgroup and becomes the workload is outside when it starts.
            boolean entering = line.contains("cgroup.procs") && tool.equals("execsnoop");
            if (!entering && matcher.matches() && processes.contains(matcher.group(1))) {
                facts.add(requireNonNull(fact.apply(matcher)));
            }
        }
        return facts;
    }

    private static void same(Multiset oracle, Multiset agent, int atLeast) {
        within(oracle, agent, atLeast);
        assertThat(agent.without(oracle)).as("only the agent told").isEmpty();
    }

    private static void within(Multiset oracle, Multiset agent, int atLeast) {
        assertThat(oracle.without(agent)).as("the agent did not tell").isEmpty();
        assertThat(oracle.size()).as("so many were compared").isGreaterThanOrEqualTo(atLeast);
    }
}
