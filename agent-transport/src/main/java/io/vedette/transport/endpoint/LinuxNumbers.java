package io.vedette.transport.endpoint;

/// Names of Linux's numbers, without their prefix and in lower case.
final class LinuxNumbers {

    /// AF_*.
    static final NumberNames FAMILY = NumberNames.of("unspec unix inet ax25 ipx appletalk netrom bridge atmpvc x25 "
            + "inet6 rose decnet netbeui security key netlink packet ash econet atmsvc rds sna irda pppox wanpipe llc "
            + "ib mpls can tipc bluetooth iucv rxrpc isdn phonet ieee802154 caif alg nfc vsock kcm qipcrtr smc xdp "
            + "mctp");

    /// SOCK_*.
    static final NumberNames SOCKET_TYPE = NumberNames.of("stream=1 dgram raw rdm seqpacket dccp packet=10");

    /// IPPROTO_*.
    static final NumberNames IP_PROTOCOL = NumberNames.of("ip icmp igmp ipip=4 tcp=6 egp=8 pup=12 udp=17 idp=22 "
            + "tp=29 dccp=33 ipv6=41 rsvp=46 gre esp=50 ah icmpv6=58 mtp=92 beetph=94 encap=98 pim=103 comp=108 "
            + "l2tp=115 sctp=132 udplite=136 mpls ethernet=143 raw=255 smc mptcp=262");

    /// NETLINK_*.
    static final NumberNames NETLINK_PROTOCOL = NumberNames.of("route unused usersock firewall sock_diag nflog xfrm "
            + "selinux iscsi audit fib_lookup connector netfilter ip6_fw dnrtmsg kobject_uevent generic "
            + "scsitransport=18 ecryptfs rdma crypto smc");

    /// PTRACE_*.
    static final NumberNames PTRACE = NumberNames.of("traceme peektext peekdata peekuser poketext pokedata pokeuser "
            + "cont kill singlestep getregs=12 setregs getfpregs setfpregs attach detach getfpxregs setfpxregs "
            + "oldsetoptions=21 syscall=24 get_thread_area set_thread_area arch_prctl=30 sysemu sysemu_singlestep "
            + "singleblock setoptions=0x4200 geteventmsg getsiginfo setsiginfo getregset setregset seize interrupt "
            + "listen peeksiginfo getsigmask setsigmask seccomp_get_filter seccomp_get_metadata get_syscall_info "
            + "get_rseq_configuration set_syscall_user_dispatch_config get_syscall_user_dispatch_config "
            + "set_syscall_info");

    /// PERF_TYPE_*.
    static final NumberNames PERF_TYPE = NumberNames.of("hardware software tracepoint hw_cache raw breakpoint");

    /// KEYCTL_*.
    static final NumberNames KEYCTL = NumberNames.of("get_keyring_id join_session_keyring update revoke chown setperm "
            + "describe clear link unlink search read instantiate negate set_reqkey_keyring set_timeout "
            + "assume_authority get_security session_to_parent reject instantiate_iov invalidate get_persistent "
            + "dh_compute pkey_query pkey_encrypt pkey_decrypt pkey_sign pkey_verify restrict_keyring move "
            + "capabilities watch_key");

    /// PR_*, those that are told.
    static final NumberNames PRCTL = NumberNames.of("set_dumpable=4 set_name=15 set_no_new_privs=38");

    /// SECCOMP_*.
    static final NumberNames SECCOMP =
            NumberNames.of("set_mode_strict set_mode_filter get_action_avail get_notif_sizes");

    /// BPF_*.
    static final NumberNames BPF_COMMAND = NumberNames.of("map_create map_lookup_elem map_update_elem map_delete_elem "
            + "map_get_next_key prog_load obj_pin obj_get prog_attach prog_detach prog_test_run prog_get_next_id "
            + "map_get_next_id prog_get_fd_by_id map_get_fd_by_id obj_get_info_by_fd prog_query raw_tracepoint_open "
            + "btf_load btf_get_fd_by_id task_fd_query map_lookup_and_delete_elem map_freeze btf_get_next_id "
            + "map_lookup_batch map_lookup_and_delete_batch map_update_batch map_delete_batch link_create link_update "
            + "link_get_fd_by_id link_get_next_id enable_stats iter_create link_detach prog_bind_map token_create");

    /// BPF_PROG_TYPE_*.
    static final NumberNames BPF_PROGRAM_TYPE = NumberNames.of("unspec socket_filter kprobe sched_cls sched_act "
            + "tracepoint xdp perf_event cgroup_skb cgroup_sock lwt_in lwt_out lwt_xmit sock_ops sk_skb cgroup_device "
            + "sk_msg raw_tracepoint cgroup_sock_addr lwt_seg6local lirc_mode2 sk_reuseport flow_dissector "
            + "cgroup_sysctl raw_tracepoint_writable cgroup_sockopt tracing struct_ops ext lsm sk_lookup syscall "
            + "netfilter");

    private LinuxNumbers() {}
}
