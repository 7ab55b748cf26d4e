package io.vedette.core.sensor.inotify;

import java.util.List;
import java.util.stream.Stream;

/// Files of a container by which an intruder stays, gets more rights or hides.
final class SensitivePaths {

    static final List<PathPattern> ALL = Stream.of(
                    // Who may log in, and as whom.
                    "/etc/passwd",
                    "/etc/shadow",
                    "/etc/group",
                    "/etc/gshadow",
                    "/etc/sudoers",
                    "/etc/sudoers.d/*",
                    "/etc/pam.d/*",
                    "/etc/security/*",
                    "/etc/ssh/*",
                    "/root/.ssh/*",
                    "/home/*/.ssh/*",
                    // What runs by itself.
                    "/etc/crontab",
                    "/etc/cron.d/*",
                    "/etc/cron.hourly/*",
                    "/etc/cron.daily/*",
                    "/etc/cron.weekly/*",
                    "/etc/cron.monthly/*",
                    "/var/spool/cron/*",
                    "/var/spool/cron/crontabs/*",
                    "/etc/init.d/*",
                    "/etc/rc.local",
                    "/etc/inittab",
                    "/etc/systemd/system/*",
                    "/etc/systemd/user/*",
                    "/lib/systemd/system/*",
                    "/usr/lib/systemd/system/*",
                    // What shells and programs read as they start.
                    "/etc/profile",
                    "/etc/profile.d/*",
                    "/etc/bash.bashrc",
                    "/etc/environment",
                    "/root/.bashrc",
                    "/root/.profile",
                    "/root/.bash_profile",
                    "/home/*/.bashrc",
                    "/home/*/.profile",
                    "/home/*/.bash_profile",
                    "/etc/ld.so.preload",
                    "/etc/ld.so.conf",
                    "/etc/ld.so.conf.d/*",
                    // Where names lead to, and whom programs trust.
                    "/etc/hosts",
                    "/etc/resolv.conf",
                    "/etc/nsswitch.conf",
                    "/etc/ca-certificates.conf",
                    "/usr/local/share/ca-certificates/*")
            .map(PathPattern::of)
            .toList();

    private SensitivePaths() {}
}
