package io.vedette.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.container.Mount;
import io.vedette.transport.tls.TlsFiles;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The endpoint is not what it should be, or what is between it and the agent.
@Tag("chaos")
class EndpointRowsTest {

    /// What is never delivered is not waited for.
    private static final String[] IN_VAIN = {"--stop-timeout", "1s"};

    /// With this an agent ends with 0 only when all is delivered.
    private static final String[] TO_THE_LAST = {"--strict", "--stop-timeout", "30s"};

    private static final int TRIES = 3000;
    private static final String AUTHORITY = "/etc/vedette-authority.pem";

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> endpointSuffers() throws Exception {
        Certificates trusted = Certificates.make(directory.resolve("trusted"));
        Certificates other = Certificates.make(directory.resolve("other"));
        other.issue("wrong", 30);
        trusted.issue("expired", -1);
        trusted.issue("renewed", 30);
        return Chaos.tests(
                "3 Endpoint",
                directory,
                on -> List.of(
                        on.row("absent")
                                .options(IN_VAIN)
                                .prepare(scene -> scene.own(new Unheard(scene)))
                                .endpoint(scene ->
                                        "http://" + scene.owned(Unheard.class).address()),
                        on.row("name that can't be resolved")
                                .options(IN_VAIN)
                                .endpoint(scene -> "http://events.invalid:4317"),
                        on.row("black hole, goes away")
                                .options(TO_THE_LAST)
                                .inject(Firewall::drop)
                                .heal(Firewall::open),
                        on.row("refuses, then takes")
                                .chosen()
                                .options(TO_THE_LAST)
                                .inject(Firewall::reset)
                                .heal(Firewall::open),
                        behind(on.row("resets in the middle of batches"))
                                .inject(scene -> scene.owned(Wire.class).resetAfter(2000, 700, 1500, 5000, 3000))
                                .heal(scene -> scene.owned(Wire.class).awaitResets()),
                        behind(on.row("slow reader"))
                                .inject(scene -> scene.owned(Wire.class).slow(500))
                                .heal(scene -> scene.owned(Wire.class).fast()),
                        untrusted(on.row("certificate of another authority"), trusted, other, "wrong")
                                .options(IN_VAIN),
                        untrusted(on.row("expired certificate, renewed"), trusted, trusted, "expired")
                                .options(TO_THE_LAST)
                                .heal(scene -> renew(scene, trusted, "renewed")),
                        seeingUnknown(odd(on.row("older schema"), OtherAge::older)),
                        odd(on.row("newer schema"), OtherAge::newer),
                        odd(on.row("newer schema, refuses every other batch"), scene -> OtherAge.choosy(scene, 2))
                                .heal(scene -> {
                                    OtherAge endpoint = behaviour(scene, OtherAge.class);
                                    await(() -> endpoint.refused() > 0);
                                    endpoint.takeAll();
                                }),
                        odd(on.row("acknowledges twice"), OddAcks.Twice::new),
                        odd(on.row("acknowledges out of order"), OddAcks.Reversed::new)
                                .heal(scene -> await(() ->
                                        behaviour(scene, OddAcks.Reversed.class).reversed() > 0)),
                        odd(on.row("never acknowledges"), OddAcks.Never::new)
                                .sidecar(spec -> spec)
                                .options("--stop-timeout", "1s", "--ack-timeout", "1s")
                                .heal(scene -> await(() ->
                                        behaviour(scene, OddAcks.Never.class).streams() > 1)),
                        on.row("killed -9 and started again")
                                .options(TO_THE_LAST)
                                .prepare(scene -> scene.own(EndpointProcess.start(scene)))
                                .endpoint(scene -> "http://"
                                        + scene.owned(EndpointProcess.class).address())
                                .inject(scene ->
                                        scene.owned(EndpointProcess.class).kill())
                                .heal(scene ->
                                        scene.owned(EndpointProcess.class).begin())));
    }

    private static Row behind(Row row) {
        return row.options(TO_THE_LAST)
                .prepare(scene -> scene.own(Wire.start(scene)))
                .endpoint(scene -> "http://" + scene.owned(Wire.class).address());
    }

    private interface Maker {
        OddEndpoint.Behaviour make(Scene scene) throws Exception;
    }

    private static Row odd(Row row, Maker maker) {
        return row.options(TO_THE_LAST)
                .prepare(scene -> scene.own(OddEndpoint.start(scene, maker.make(scene))))
                .endpoint(scene -> "http://" + scene.owned(OddEndpoint.class).address());
    }

    /// By ptrace there are only events of kinds that were there from the beginning.
    private static Row seeingUnknown(Row row) {
        return row.watching() == Watching.EBPF
                ? row.heal(scene -> await(() -> behaviour(scene, OtherAge.class).unknown() > 0))
                : row;
    }

    private static <T extends OddEndpoint.Behaviour> T behaviour(Scene scene, Class<T> type) {
        return scene.owned(OddEndpoint.class).behaviour(type);
    }

    /// The agent trusts one authority; the endpoint shows a certificate of the same or another.
    private static Row untrusted(Row row, Certificates trusted, Certificates shown, String name) {
        Mount authority = Mount.readOnly(trusted.authority(), AUTHORITY);
        return row.sidecar(spec -> spec.confined(all -> all.mount(authority)))
                .options("--ca-file", AUTHORITY, "--server-name", Certificates.NAME)
                .prepare(scene -> scene.own(
                        OddEndpoint.startTls(scene, new Untrusted(scene), shown.certificate(name), shown.key(name))))
                .endpoint(scene -> "https://" + scene.owned(OddEndpoint.class).address());
    }

    /// An endpoint with a certificate that is good takes the place of the other.
    private static void renew(Scene scene, Certificates trusted, String name) throws IOException {
        OddEndpoint expired = scene.owned(OddEndpoint.class);
        int port = expired.port();
        expired.close();
        assertThat(expired.behaviour(Untrusted.class).batches()).isZero();
        scene.endpoint().stop();
        scene.endpoint().start(port, new TlsFiles(null, trusted.certificate(name), trusted.key(name)));
    }

    /// Until the row's fault has come about: what the agent does is a little behind what the apps do.
    private static void await(BooleanSupplier fault) throws InterruptedException {
        for (int i = 0; i < TRIES && !fault.getAsBoolean(); i++) {
            Thread.sleep(20);
        }
        assertThat(fault.getAsBoolean()).as("the fault came about").isTrue();
    }

    /// A port that is taken and that nobody listens to.
    private static final class Unheard implements Closeable {

        private final SocketChannel socket = SocketChannel.open();
        private final String address;

        Unheard(Scene scene) throws IOException {
            socket.bind(new InetSocketAddress(scene.link().hostAddress(), 0));
            address = scene.link().hostAddress() + ":" + ((InetSocketAddress) socket.getLocalAddress()).getPort();
        }

        String address() {
            return address;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
