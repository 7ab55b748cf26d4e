package io.vedette.core.pipeline;

import io.vedette.core.telemetry.Cycle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;

/// An agent whose thread no fault ends: each is told to the error handler, and the next turn comes.
///
/// A runner gives up when the start fails, and whenever an [Error] is thrown; the process would then go on
/// and see nothing, or deliver nothing. A turn that fails is no progress: when all do, the watchdog ends it.
final class SteadyAgent implements Agent, IdleStrategy {

    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int MAX_PAUSES = 100;

    private final Agent agent;
    private final IdleStrategy idle;
    private final ErrorHandler errors;
    private final Cycle.Turns turns = new Cycle.Turns();
    private int failedInARow;

    SteadyAgent(Agent agent, IdleStrategy idle, ErrorHandler errors) {
        this.agent = agent;
        this.idle = idle;
        this.errors = errors;
    }

    /// How often it got through its work.
    Cycle cycle() {
        return new Cycle(roleName(), true, turns);
    }

    @Override
    public void onStart() {
        attempt(errors, agent::onStart);
    }

    @Override
    public int doWork() {
        try {
            int work = agent.doWork();
            failedInARow = 0;
            turns.done();
            return work;
        } catch (Throwable fault) {
            onFault(fault);
            return 0;
        }
    }

    @Override
    public void idle(int workCount) {
        if (workCount == 0) {
            idle();
        }
    }

    @Override
    public void idle() {
        try {
            idle.idle();
        } catch (Throwable fault) {
            onFault(fault);
        }
    }

    @Override
    public void reset() {
        idle.reset();
    }

    /// A fault that comes again and again must not take a whole CPU.
    private void onFault(Throwable fault) {
        errors.onError(fault);
        failedInARow = Math.min(failedInARow + 1, MAX_PAUSES);
        LockSupport.parkNanos(this, failedInARow * PAUSE_NS);
    }

    @Override
    public void onClose() {
        attempt(errors, agent::onClose);
    }

    @Override
    public String roleName() {
        return agent.roleName();
    }

    /// Does one step of several; if it fails the others are still to be done.
    static void attempt(ErrorHandler errors, Runnable step) {
        try {
            step.run();
        } catch (Throwable fault) {
            errors.onError(fault);
        }
    }
}
