// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A cgroup was made: its path is sent before anything can run in it.
 *
 * cgroup_mkdir comes for every hierarchy. Only that of cgroup v2 is looked at, which every process is in.
 */
#include "cgroup.h"

#define HIERARCHY_V2 0

SEC("tp_btf/cgroup_mkdir")
int BPF_PROG(on_cgroup_made, struct cgroup *cgroup, const char *path)
{
	if (cgroup->root->hierarchy_id == HIERARCHY_V2)
		announce_cgroup(cgroup);
	return 0;
}
