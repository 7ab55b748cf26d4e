package io.vedette.core.container;

/// Of the system calls that Docker's default profile refuses, those that could be of use to a sensor.
public final class DockerProfile {

    private static final String[] REFUSED = {
        "bpf",
        "perf_event_open",
        "mount",
        "umount2",
        "unshare",
        "setns",
        "pivot_root",
        "kexec_load",
        "init_module",
        "finit_module",
        "delete_module",
        "keyctl",
        "add_key",
        "request_key",
        "userfaultfd",
        "fanotify_init",
        "name_to_handle_at",
        "open_by_handle_at",
        "lookup_dcookie",
        "quotactl",
        "syslog",
        "acct"
    };

    private DockerProfile() {}

    public static Confinement in(Confinement confinement) {
        return confinement.deny(REFUSED);
    }
}
