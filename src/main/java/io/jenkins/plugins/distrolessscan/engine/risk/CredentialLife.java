package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Credential;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Credential.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import java.time.Duration;
import java.time.Instant;

/** How long the credential of the scan is good for (S-6, S-10). */
final class CredentialLife {
    /** Beyond this a token counts as short-lived with a warning. */
    static final Duration WARNING = Duration.ofMinutes(30);
    /** Beyond this a token is not short-lived. */
    static final Duration LIMIT = Duration.ofMinutes(60);

    private static final String MASTERS = "system:masters";
    private static final String MINT =
            "Mint a token for each scan with a TokenRequest of 10 to 15 minutes, bound to an object that is deleted afterwards.";

    private CredentialLife() {}

    static Judgement judge(RiskEvidence evidence) {
        Credential credential = evidence.access().credential();
        return switch (credential.kind()) {
            case JWT -> token(evidence, credential);
            case OPAQUE_TOKEN ->
                Judgement.of(
                                State.NOT_VERIFIABLE,
                                Fact.client(
                                        "The token says nothing of itself: whether and when it ends cannot be read from it."))
                        .advising("Use a ServiceAccount token made by TokenRequest, whose end can be read.");
            case CLIENT_CERTIFICATE -> certificate(credential);
        };
    }

    private static Judgement certificate(Credential credential) {
        String until = credential
                .expires()
                .map(end -> " It is good until " + end + ".")
                .orElse("");
        Judgement judgement = Judgement.of(
                        State.NOT_MET,
                        Fact.client(
                                "The scan used a client certificate. It is no short-lived ServiceAccount token, and "
                                        + "Kubernetes cannot revoke it." + until))
                .advising("Use a ServiceAccount token made by TokenRequest in place of the client certificate.");
        return credential.subject().contains(MASTERS)
                ? judgement.with(Fact.client("It belongs to the group " + MASTERS + ", which no Role limits."))
                : judgement;
    }

    private static Judgement token(RiskEvidence evidence, Credential credential) {
        if (credential.expires().isEmpty()) {
            return Judgement.of(
                            State.NOT_MET,
                            Fact.client("The token has no end: it holds no exp claim, as the token of a Secret does."),
                            binding(credential))
                    .advising("Delete the Secret that holds this token. " + MINT);
        }
        Instant expires = credential.expires().get();
        Instant from = credential.issued().orElse(evidence.scan().started());
        Duration life = Duration.between(from, expires);
        Fact times = Fact.client((credential.issued().isPresent()
                        ? "The token was issued for " + FactWords.time(life)
                        : "The token does not say when it was issued; when the scan began it was good for another "
                                + FactWords.time(life))
                + "; when the scan ended it had "
                + FactWords.time(Duration.between(evidence.scan().finished(), expires))
                + " left.");
        if (life.compareTo(LIMIT) > 0) {
            return Judgement.of(State.NOT_MET, times, limit("more than"), binding(credential))
                    .advising(MINT);
        }
        Fact worth = worth(evidence, credential);
        if (life.compareTo(WARNING) > 0) {
            return Judgement.of(
                            State.OBSERVED,
                            times,
                            Fact.client("Warning: this is more than " + FactWords.time(WARNING) + "."),
                            worth,
                            binding(credential))
                    .advising(MINT);
        }
        boolean confirmed =
                confirmed(evidence, credential) && credential.issued().isPresent();
        return Judgement.of(confirmed ? State.VERIFIED : State.OBSERVED, times, worth, binding(credential));
    }

    private static Fact limit(String relation) {
        return Fact.client("That is " + relation + " the " + FactWords.time(LIMIT) + " that count as short-lived.");
    }

    /** Claims are the token's own word; what the server did with the token decides what that is worth. */
    private static Fact worth(RiskEvidence evidence, Credential credential) {
        if (confirmed(evidence, credential)) {
            return Fact.api("The API server accepted the token and knows its holder by the token's own subject, "
                    + FactWords.plain(credential.subject())
                    + ". For a ServiceAccount token that means the signature over these claims was checked.");
        }
        return Fact.client("The claims are the token's own word: the API server did not name the holder "
                + "by the token's subject, so nothing confirms that it reads the same claims.");
    }

    private static boolean confirmed(RiskEvidence evidence, Credential credential) {
        String subject = credential.subject();
        return subject.startsWith("system:serviceaccount:")
                && subject.equals(evidence.access().userName())
                && credential.kind() == Kind.JWT;
    }

    private static Fact binding(Credential credential) {
        String audiences = credential.audiences().isEmpty()
                ? "it names no audience"
                : "its audience is " + FactWords.list(credential.audiences());
        return Fact.client(
                credential.boundTo().isEmpty()
                        ? "The token is bound to no object that could be deleted to end it early; " + audiences + "."
                        : "The token is bound to " + FactWords.plain(credential.boundTo())
                                + " and ends early when that is deleted; " + audiences + ".");
    }
}
