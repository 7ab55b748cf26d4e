package io.vedette.transport.endpoint;

/// The flags of Linux's system calls, as its `uapi` headers for x86-64 have them, without their prefix and in
/// lower case. Those of `clone` keep both.
final class LinuxFlags {

    /// CLONE_*; below is the signal that the parent gets.
    static final FlagNames CLONE = FlagNames.of("CLONE_NEWTIME=0x80 CLONE_VM CLONE_FS CLONE_FILES CLONE_SIGHAND "
                    + "CLONE_PIDFD CLONE_PTRACE CLONE_VFORK CLONE_PARENT CLONE_THREAD CLONE_NEWNS CLONE_SYSVSEM "
                    + "CLONE_SETTLS CLONE_PARENT_SETTID CLONE_CHILD_CLEARTID CLONE_DETACHED CLONE_UNTRACED "
                    + "CLONE_CHILD_SETTID CLONE_NEWCGROUP CLONE_NEWUTS CLONE_NEWIPC CLONE_NEWUSER CLONE_NEWPID "
                    + "CLONE_NEWNET CLONE_IO CLONE_CLEAR_SIGHAND CLONE_INTO_CGROUP")
            .ignoring(0x7f);

    /// O_*, the access mode first.
    static final FlagNames OPEN = FlagNames.of("sync=04010000 tmpfile=020200000 creat=0100 excl=0200 noctty=0400 "
                    + "trunc=01000 append=02000 nonblock=04000 dsync=010000 async=020000 direct=040000 "
                    + "largefile=0100000 directory=0200000 nofollow=0400000 noatime=01000000 cloexec=02000000 "
                    + "path=010000000")
            .withModes(3, "rdonly wronly rdwr");

    /// CAP_*.
    static final FlagNames CAPABILITIES = FlagNames.of("chown dac_override dac_read_search fowner fsetid kill setgid "
            + "setuid setpcap linux_immutable net_bind_service net_broadcast net_admin net_raw ipc_lock ipc_owner "
            + "sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin sys_boot sys_nice sys_resource sys_time "
            + "sys_tty_config mknod lease audit_write audit_control setfcap mac_override mac_admin syslog wake_alarm "
            + "block_suspend audit_read perfmon bpf checkpoint_restore");

    /// PROT_*.
    static final FlagNames PROTECTION = FlagNames.of("read write exec sem growsdown=0x1000000 growsup=0x2000000");

    /// MAP_*, how it is shared first.
    static final FlagNames MAP = FlagNames.of("fixed=0x10 anonymous 32bit growsdown=0x100 denywrite=0x800 executable "
                    + "locked noreserve populate=0x8000 nonblock stack hugetlb sync fixed_noreplace")
            .withModes(0xf, "file shared private shared_validate droppable=8");

    /// MFD_*.
    static final FlagNames MEMFD = FlagNames.of("cloexec allow_sealing hugetlb noexec_seal exec");

    /// Of userfaultfd: O_* and UFFD_USER_MODE_ONLY.
    static final FlagNames USERFAULTFD = FlagNames.of("user_mode_only nonblock=04000 cloexec=02000000");

    /// SECCOMP_FILTER_FLAG_*.
    static final FlagNames SECCOMP = FlagNames.of("tsync log spec_allow new_listener tsync_esrch wait_killable_recv");

    /// MODULE_INIT_*.
    static final FlagNames MODULE_INIT = FlagNames.of("ignore_modversions ignore_vermagic compressed_file");

    /// Of delete_module: O_*.
    static final FlagNames MODULE_DELETE = FlagNames.of("trunc=01000 nonblock=04000");

    /// RENAME_*.
    static final FlagNames RENAME = FlagNames.of("noreplace exchange whiteout");

    /// MS_*.
    static final FlagNames MOUNT = FlagNames.of("rdonly nosuid nodev noexec synchronous remount mandlock dirsync "
            + "nosymfollow noatime=0x400 nodiratime bind move rec silent posixacl unbindable private slave shared "
            + "relatime kernmount i_version strictatime lazytime");

    /// MOVE_MOUNT_*.
    static final FlagNames MOVE_MOUNT = FlagNames.of("f_symlinks f_automounts f_empty_path t_symlinks=0x10 "
            + "t_automounts t_empty_path set_group=0x100 beneath");

    /// OPEN_TREE_* and the AT_* that go with them.
    static final FlagNames OPEN_TREE = FlagNames.of(
            "clone symlink_nofollow=0x100 no_automount=0x800 empty_path recursive=0x8000 cloexec=02000000");

    /// MNT_* and UMOUNT_*.
    static final FlagNames UMOUNT = FlagNames.of("force detach expire nofollow");

    private LinuxFlags() {}
}
