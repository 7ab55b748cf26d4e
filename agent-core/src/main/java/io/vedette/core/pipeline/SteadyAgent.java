package io.vedette.core.pipeline;

import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;

/// An agent whose thread no fault ends: each is told to the error handler, and the next turn comes.
///
/// A runner gives up when the start fails, and whenever an [Error] is thrown; the process would then go on
/// and see nothing, or deliver nothing.
final class SteadyAgent implements Agent {

    private final Agent agent;
    private final ErrorHandler errors;

    SteadyAgent(Agent agent, ErrorHandler errors) {
        this.agent = agent;
        this.errors = errors;
    }

    @Override
    public void onStart() {
        attempt(errors, agent::onStart);
    }

    @Override
    public int doWork() {
        try {
            return agent.doWork();
        } catch (Throwable fault) {
            errors.onError(fault);
            return 0;
        }
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
