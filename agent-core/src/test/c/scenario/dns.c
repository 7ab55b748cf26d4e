/* Cases of the DNS kinds; main.c says how to write one. */
#include "scenario.h"

const struct scenario_case dns_cases[] = {
	{ NULL, NULL },
};
