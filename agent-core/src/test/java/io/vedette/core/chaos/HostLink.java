package io.vedette.core.chaos;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;

/// A cable between the host and a task's network namespace. It goes when the namespace does.
///
/// @param device the host's end
/// @param hostAddress of the host's end
/// @param taskAddress of the task's end, `eth0`
public record HostLink(String device, String hostAddress, String taskAddress) {

    public static HostLink make(long pausePid) throws IOException, InterruptedException {
        // A net of four addresses in a range that is for tests between networks.
        int net = ThreadLocalRandom.current().nextInt(1 << 15) * 4;
        String prefix = "198.%d.%d.".formatted(18 + (net >> 16), (net >> 8) & 0xff);
        HostLink link = new HostLink("vdc%x".formatted(net), prefix + ((net & 0xff) + 1), prefix + ((net & 0xff) + 2));
        Shell.run("""
                ip link add "$1" type veth peer name eth0 netns "$4"
                ip addr add "$2/30" dev "$1"
                ip link set "$1" up
                nsenter --net="/proc/$4/ns/net" sh -ec 'ip link set lo up; ip addr add "$0/30" dev eth0; ip link set eth0 up' "$3"
                """, link.device, link.hostAddress, link.taskAddress, "" + pausePid);
        return link;
    }
}
