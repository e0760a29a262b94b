package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Credential;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.ProofOfTarget;
import io.jenkins.plugins.distrolessscan.engine.model.Level;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedState;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Rating;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The words and tones of the closed vocabularies, and numbers and times as a page prints them. */
final class Words {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Words() {}

    static Phrase of(State state) {
        return Phrase.tone(
                word(state),
                switch (state) {
                    case ENFORCED, VERIFIED -> Tone.GOOD;
                    case OBSERVED, ATTESTED -> Tone.NOTE;
                    case NOT_VERIFIABLE -> Tone.WARN;
                    case NOT_MET -> Tone.BAD;
                });
    }

    static Phrase of(Level level) {
        return Phrase.tone(level.word(), tone(level));
    }

    static Tone tone(Level level) {
        return switch (level) {
            case MINIMAL, LOW -> Tone.GOOD;
            case MEDIUM -> Tone.WARN;
            case HIGH, CRITICAL -> Tone.BAD;
        };
    }

    /** The colours are the analysis' own: green, green, orange, red (S-9). */
    static Phrase of(Rating rating) {
        return Phrase.tone(
                rating.word(),
                switch (rating) {
                    case NONE, MINIMAL -> Tone.GOOD;
                    case MODERATE -> Tone.WARN;
                    case HIGH -> Tone.BAD;
                });
    }

    static Phrase of(Severity severity) {
        return Phrase.tone(
                word(severity),
                switch (severity) {
                    case NONE -> Tone.PLAIN;
                    case LOW -> Tone.NOTE;
                    case MEDIUM, UNKNOWN -> Tone.WARN;
                    case HIGH, CRITICAL -> Tone.BAD;
                });
    }

    static Phrase of(ControlResult.Status status) {
        return Phrase.tone(
                word(status),
                switch (status) {
                    case PASSED -> Tone.GOOD;
                    case FAILED -> Tone.BAD;
                    case NOT_REVIEWED, ERROR -> Tone.WARN;
                    case NOT_APPLICABLE -> Tone.PLAIN;
                });
    }

    static Phrase of(MisuseChecks.Answer answer) {
        return Phrase.tone(
                word(answer),
                switch (answer) {
                    case REFUSED -> Tone.GOOD;
                    case ADMITTED -> Tone.BAD;
                    case NO_ANSWER, NOT_ASKED -> Tone.WARN;
                });
    }

    static Phrase of(Outcome outcome) {
        return Phrase.tone(
                word(outcome),
                switch (outcome) {
                    case COLLECTED -> Tone.GOOD;
                    case TAMPERED, ALTERED -> Tone.BAD;
                    default -> Tone.WARN;
                });
    }

    static Phrase of(LoadedState state) {
        return Phrase.tone(
                word(state),
                switch (state) {
                    case LOADED, OPENED -> Tone.BAD;
                    case CANNOT_TELL -> Tone.WARN;
                    case NOT_SEEN_LOADED -> Tone.NOTE;
                });
    }

    static Tone tone(Verdict.Result result) {
        return switch (result) {
            case PASSED -> Tone.GOOD;
            case FAILED -> Tone.BAD;
            case INCOMPLETE -> Tone.WARN;
        };
    }

    static Phrase of(Criterion criterion) {
        return switch (criterion.state()) {
            case MET -> Phrase.tone("Met", Tone.GOOD);
            case MISSED -> Phrase.tone("Missed", Tone.BAD);
            case NOT_LOOKED_AT -> Phrase.tone("Not met: not looked at", Tone.BAD);
            case NOT_JUDGED -> Phrase.tone("Not judged", Tone.NOTE);
        };
    }

    /** {@code NOT_MET} as "Not met". */
    static String word(Enum<?> constant) {
        String words = constant.name()
                .replace('_', ' ')
                .toLowerCase(Locale.ROOT)
                .replace(" pid", " PID")
                .replace(" ipc", " IPC");
        if (constant == Credential.Kind.JWT || constant == ProofOfTarget.PID1) {
            return constant.name();
        }
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    static String yesOrNo(boolean value) {
        return value ? "yes" : "no";
    }

    static String number(long value) {
        return value > -1_000 && value < 1_000 ? String.valueOf(value) : String.format(Locale.ROOT, "%,d", value);
    }

    /** "1 container", "2 containers". */
    static String count(long value, String noun) {
        return number(value) + " " + noun + (value == 1 ? "" : "s");
    }

    static String time(Instant time) {
        return TIME.format(time);
    }

    /** The two largest units, such as "9 d 2 h"; negative ones as "-5 min". */
    static String duration(Duration duration) {
        Duration d = duration.abs();
        String sign = duration.isNegative() ? "-" : "";
        if (d.toDays() > 0) {
            return sign + d.toDays() + " d" + (d.toHoursPart() > 0 ? " " + d.toHoursPart() + " h" : "");
        }
        if (d.toHours() > 0) {
            return sign + d.toHours() + " h" + (d.toMinutesPart() > 0 ? " " + d.toMinutesPart() + " min" : "");
        }
        if (d.toMinutes() > 0) {
            return sign + d.toMinutes() + " min" + (d.toSecondsPart() > 0 ? " " + d.toSecondsPart() + " s" : "");
        }
        return sign + d.toSeconds() + " s";
    }
}
