package io.vedette.core.pipeline;

import com.google.protobuf.ByteString;
import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.pipeline.Facts.ExecFact;
import io.vedette.core.pipeline.Facts.Fact;
import io.vedette.core.pipeline.Facts.ForkFact;
import io.vedette.core.pipeline.Facts.Ids;
import io.vedette.core.pipeline.Facts.Life;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What should be known of processes when nothing is ever forgotten: the plain way to keep it.
final class ProcessModel {

    private static final int UNKNOWN =
            IncompleteBits.BINARY_UNKNOWN | IncompleteBits.ARGS_UNKNOWN | IncompleteBits.CWD_UNKNOWN;

    private record Key(int tgid, long start) {}

    /// Who made a process: it may be learnt late, so an image has had several.
    record Parent(int tgid, long start, @Nullable Image image) {}

    /// A process between two execs.
    static final class Image {
        final Life life;
        final List<Parent> parents = new ArrayList<>();

        @Nullable
        Ids ids;

        int incomplete;
        ByteString binary = ByteString.EMPTY;
        ByteString script = ByteString.EMPTY;
        ByteString cwd = ByteString.EMPTY;
        ByteString args = ByteString.EMPTY;
        int argsTotal;
        int execs;
        boolean alreadyRunning;

        Image(Life life) {
            this.life = life;
        }

        Parent parent() {
            return parents.getLast();
        }
    }

    private final Map<Key, Image> newest = new HashMap<>();

    @Nullable
    Image find(int tgid, long start) {
        return newest.get(new Key(tgid, start));
    }

    Image findOrAdopt(Fact fact) {
        Image known = find(fact.life().tgid(), fact.life().start());
        if (known != null) {
            return known;
        }
        Image image = put(new Image(fact.life()));
        image.incomplete = UNKNOWN | IncompleteBits.MISSED_EXEC | IncompleteBits.IDS_UNKNOWN;
        image.parents.add(parentIn(fact.life()));
        return image;
    }

    Image exec(ExecFact exec) {
        Image before = find(exec.life().tgid(), exec.life().start());
        Image image = put(new Image(exec.life()));
        describe(image, exec);
        image.parents.add(before == null ? parentIn(exec.life()) : before.parent());
        image.execs = before == null ? 1 : before.execs + 1;
        image.alreadyRunning = before != null && before.alreadyRunning;
        return image;
    }

    void running(ExecFact running) {
        if (find(running.life().tgid(), running.life().start()) == null) {
            Image image = put(new Image(running.life()));
            describe(image, running);
            image.alreadyRunning = true;
            image.parents.add(parentIn(running.life()));
        }
    }

    /// @return the creator
    Image fork(ForkFact fork) {
        Image creator = findOrAdopt(fork);
        Parent parent = new Parent(fork.life().tgid(), fork.life().start(), creator);
        Image known = find(fork.child().tgid(), fork.child().start());
        if (known != null) {
            if (known.parent().image() == null) {
                known.parents.add(parent);
            }
            return creator;
        }
        Image child = put(new Image(fork.child()));
        child.parents.add(parent);
        child.ids = fork.childIds();
        child.incomplete = creator.incomplete & ~IncompleteBits.IDS_UNKNOWN;
        child.binary = creator.binary;
        child.script = creator.script;
        child.cwd = creator.cwd;
        child.args = creator.args;
        child.argsTotal = creator.argsTotal;
        return creator;
    }

    /// How many ancestors are known.
    static int depth(Image image) {
        int depth = 0;
        for (Image at = image.parent().image(); at != null; at = at.parent().image()) {
            depth++;
        }
        return depth;
    }

    private static void describe(Image image, ExecFact exec) {
        image.ids = exec.ids();
        image.incomplete = exec.incomplete();
        image.binary = exec.binary();
        image.script = (exec.flags() & ExecFlyweight.SCRIPT) != 0 ? exec.path() : ByteString.EMPTY;
        image.cwd = exec.cwd();
        image.args = exec.args();
        image.argsTotal = exec.argsTotal();
    }

    private Parent parentIn(Life life) {
        Image image = life.parentTgid() == 0 ? null : find(life.parentTgid(), life.parentStart());
        return new Parent(life.parentTgid(), life.parentStart(), image);
    }

    private Image put(Image image) {
        newest.put(new Key(image.life.tgid(), image.life.start()), image);
        return image;
    }
}
