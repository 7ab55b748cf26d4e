/* Cases of the security kinds; main.c says how to write one. */
#include "scenario.h"

const struct scenario_case security_cases[] = {
	{ NULL, NULL },
};
