package io.vedette.core.main;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `vedette injector`: what `vedette inject` does, as a service. What it takes is loaded only when it is called.
@Command(
        name = "injector",
        description = "Add the agent as a sidecar to what is sent over HTTPS: to pods, as a mutating admission webhook "
                + "of Kubernetes (/kubernetes), to templates, for a macro of CloudFormation (/cloudformation), and to "
                + "ECS task definitions (/ecs). Whatever goes wrong, what was sent goes on as it was.",
        footer = "%nThe certificate, the key, the authorities and the policy may be replaced while it runs: they are "
                + "read again. /livez, /readyz and /metrics answer too. Ends with 0 after a stop, 1 when the address "
                + "or the certificate can't be used.")
final class InjectorCommand implements Callable<Integer> {

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT|unix:PATH",
            defaultValue = "0.0.0.0:8443",
            description = "where to listen; port 0 takes a free one (default: ${DEFAULT-VALUE})")
    String listen = "";

    @Option(names = "--certificate", paramLabel = "PEM", description = "certificate chain")
    @Nullable
    Path certificate;

    @Option(names = "--key", paramLabel = "PEM", description = "private key of the certificate, PKCS#8")
    @Nullable
    Path key;

    @Option(
            names = "--client-ca",
            paramLabel = "PEM",
            description = "demand of those who ask, probes too, a certificate of one of these authorities")
    @Nullable
    Path clientAuthorities;

    @Option(names = "--plaintext", description = "HTTP without TLS, behind something that ends it")
    boolean plaintext;

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            description = "a file that says which tasks get it (see vedette policy); --account, --region, --ou, "
                    + "--cluster and --cluster-tag tell what is known of all of them")
    @Nullable
    Path policy;

    @Mixin
    SidecarOptions sidecar = new SidecarOptions();

    @Mixin
    PlaceOptions place = new PlaceOptions();

    @Override
    public Integer call() throws Exception {
        return InjectorService.of(this).run().number();
    }
}
