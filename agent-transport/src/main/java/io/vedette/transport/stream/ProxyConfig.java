package io.vedette.transport.stream;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which endpoints are reached through which proxy.
///
/// @param proxy null for none
/// @param all whether it is for every endpoint; else for `https://` ones that are not on this machine
/// @param except hosts that are reached directly, in the forms of `NO_PROXY`
public record ProxyConfig(@Nullable HttpProxy proxy, boolean all, List<String> except) {

    /// Every endpoint is reached directly.
    public static final ProxyConfig NONE = new ProxyConfig(null, false, List.of());

    public ProxyConfig {
        except = List.copyOf(except);
    }

    /// This proxy for every endpoint.
    public static ProxyConfig always(HttpProxy proxy) {
        return new ProxyConfig(proxy, true, List.of());
    }

    /// What `HTTPS_PROXY` and `NO_PROXY` say; written in small letters they come first, as curl has it.
    ///
    /// @throws IllegalArgumentException with one line that names the variable and does not quote it
    public static ProxyConfig of(Map<String, String> environment) {
        for (String name : List.of("https_proxy", "HTTPS_PROXY")) {
            String text = environment.getOrDefault(name, "");
            if (!text.isBlank()) {
                String except = environment.getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""));
                return new ProxyConfig(
                        HttpProxy.parse(name, text),
                        false,
                        Arrays.stream(except.split("[,\\s]+", -1))
                                .filter(one -> !one.isBlank())
                                .toList());
            }
        }
        return NONE;
    }

    Optional<HttpProxy> forEndpoint(Endpoint endpoint) {
        return all || (endpoint.tls() && !isLocal(endpoint.host()) && !isExcepted(endpoint))
                ? Optional.ofNullable(proxy)
                : Optional.empty();
    }

    private boolean isExcepted(Endpoint endpoint) {
        String host = endpoint.host().toLowerCase(Locale.ROOT);
        for (String one : except) {
            String pattern = one.toLowerCase(Locale.ROOT);
            String suffix = pattern.startsWith("*.") ? pattern.substring(1) : pattern;
            String name = suffix.startsWith(".") ? suffix.substring(1) : suffix;
            if (pattern.equals("*")
                    || host.equals(name)
                    || host.endsWith("." + name)
                    || endpoint.authority().equalsIgnoreCase(pattern)
                    || (pattern.indexOf('/') > 0 && isWithin(host, pattern))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLocal(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }

    /// Whether an address is of a network that is written as `10.0.0.0/8`.
    private static boolean isWithin(String host, String network) {
        try {
            byte[] address = InetAddress.ofLiteral(host).getAddress();
            int slash = network.indexOf('/');
            byte[] of = InetAddress.ofLiteral(network.substring(0, slash)).getAddress();
            int bits = Integer.parseInt(network.substring(slash + 1));
            if (address.length != of.length || bits < 0 || bits > 8 * of.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (of[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }
}
