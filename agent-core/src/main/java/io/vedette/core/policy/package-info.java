/// Says which tasks of an account or organisation get the sidecar. Texts and facts in, decisions out: no file is
/// touched.
@NullMarked
package io.vedette.core.policy;

import org.jspecify.annotations.NullMarked;
