package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import java.util.Locale;

/** Whether scan and API server knew each other (S-12). */
final class MutualTrust {
    private MutualTrust() {}

    static Judgement judge(RiskEvidence evidence) {
        AccessFacts access = evidence.access();
        return Judgement.weakest(server(access), account(access))
                .with(Fact.client(
                        "A request without a credential was not tried: whether the API server refuses it is not "
                                + "shown by this run."));
    }

    private static Judgement server(AccessFacts access) {
        if (!access.server().toLowerCase(Locale.ROOT).startsWith("https://")) {
            return Judgement.of(
                            State.NOT_MET,
                            Fact.client(
                                    "The API server was not addressed by https, so its certificate was not verified."))
                    .advising("Address the API server by https and give its certificate authority.");
        }
        if (access.tls().isEmpty()) {
            return Judgement.of(
                    State.NOT_VERIFIABLE,
                    Fact.client(
                            "No connection to the API server is on record, so nothing is known of its certificate."));
        }
        return Judgement.of(
                State.ENFORCED,
                Fact.client(
                        "The server's certificate is verified on every connection, and this cannot be switched off: "
                                + FactWords.sentence(access.tls())));
    }

    private static Judgement account(AccessFacts access) {
        if (access.userName().startsWith("system:anonymous")) {
            return Judgement.of(
                            State.NOT_MET,
                            Fact.api("The API server took the scan for an anonymous user, and let it go on."))
                    .advising("Take the rights away from system:anonymous and system:unauthenticated.");
        }
        if (access.userName().isEmpty()) {
            return Judgement.of(
                    State.OBSERVED,
                    Fact.client("The scan sent its credential with every request; the API server did not say whom it "
                            + "took the scan for."));
        }
        return Judgement.of(
                State.VERIFIED,
                Fact.api("The API server authenticated the scan as " + FactWords.plain(access.userName()) + "."));
    }
}
