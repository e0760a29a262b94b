package io.jenkins.plugins.distrolessscan.step;

import io.jenkins.plugins.distrolessscan.engine.probe.KeyRing;
import io.jenkins.plugins.distrolessscan.engine.probe.OneTimeKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Optional;

/** What an agent asks and tells while it scans, answered on the controller. None of it waits: a remoting thread answers. */
final class ScanCallback implements RemoteScan.Callback {
    private final ScanState state;
    private final RegisteredContainer.ScanOrigin origin;
    private final ScanRunner.Saver saver;
    private final AgentWords words;
    private final KeyRing keys;
    private final PodLeases leases = ContainerRegister.get().leases();

    ScanCallback(
            ScanState state,
            RegisteredContainer.ScanOrigin origin,
            ScanRunner.Saver saver,
            AgentWords words,
            KeyRing keys) {
        this.state = state;
        this.origin = origin;
        this.saver = saver;
        this.words = words;
        this.keys = keys;
    }

    @Override
    public RemoteScan.Key key(String podUid, String container) {
        Optional<PodLeases.Held> held = leases.ask(
                origin.serverUrl(),
                podUid,
                state,
                origin.buildName(),
                Clock.systemUTC().instant());
        if (held.isPresent()) {
            return RemoteScan.Key.later(sentence(held.get()));
        }
        try {
            OneTimeKey key = keys.next(podUid, container);
            return RemoteScan.Key.of(key.nonce(), key.publicKey());
        } catch (IllegalStateException e) {
            // An agent that asks without end holds no pods for it.
            leases.leave(origin.serverUrl(), podUid, state);
            throw e;
        }
    }

    private static String sentence(PodLeases.Held held) {
        return Messages.ScanCallback_held(held.build(), held.until());
    }

    @Override
    public void leaving(String podUid) {
        leases.leave(origin.serverUrl(), podUid, state);
    }

    @Override
    public void say(String text) {
        words.say(text);
    }

    @Override
    public void attaching(ScanState.Added added) {
        Optional<PodLeases.Held> held = leases.attaching(
                origin.serverUrl(),
                added,
                state,
                origin.buildName(),
                Clock.systemUTC().instant());
        if (held.isPresent()) {
            throw new IllegalStateException(sentence(held.get()));
        }
        state.add(added);
        try {
            ContainerRegister.get().add(new RegisteredContainer(origin, added));
            saver.save();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
