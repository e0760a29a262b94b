package io.jenkins.plugins.distrolessscan.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Wrong words on the command line, as one sentence. Words that are no option of this program are never repeated: one of
 * them may be a token that somebody gave as an argument.
 */
final class UsageError {
    private final ParameterException wrong;

    private UsageError(ParameterException wrong) {
        this.wrong = wrong;
    }

    /** Says what is wrong and where help is; whoever gave no word at all gets the help itself. */
    static int report(ParameterException wrong, String... arguments) {
        CommandLine line = wrong.getCommandLine();
        PrintWriter err = line.getErr();
        String command = line.getCommandSpec().qualifiedName();
        err.println("distroless-scan: " + new UsageError(wrong).sentence() + " See " + command + " --help");
        if (arguments.length <= 1) {
            line.usage(err);
        }
        err.flush();
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    private String sentence() {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            return notKnown(unmatched);
        }
        if (wrong.getMessage().startsWith("Unknown subcommand")) {
            return noCommand(wrong.getCommandLine());
        }
        ArgSpec spec = wrong.getArgSpec();
        if (spec instanceof OptionSpec option && wrong.getValue() != null) {
            return option.longestName() + wanted(option);
        }
        String text = wrong.getMessage();
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }

    private static String noCommand(CommandLine line) {
        CommandLine top = line.getParent() == null ? line : line.getParent();
        return "There is no command of this name; there are "
                + String.join(", ", top.getSubcommands().keySet()) + ".";
    }

    private static String wanted(OptionSpec option) {
        Class<?> type = option.auxiliaryTypes()[0];
        if (type.isEnum()) {
            return " is one of "
                    + Stream.of(type.getEnumConstants()).map(Object::toString).collect(Collectors.joining(", ")) + ".";
        }
        return type == int.class || type == Integer.class
                ? " wants a whole number."
                : " has a value that cannot be used.";
    }

    private static String notKnown(UnmatchedArgumentException unmatched) {
        String word = unmatched.getUnmatched().get(0);
        if (!word.startsWith("-") || word.length() < 2) {
            return unmatched.getCommandLine().getParent() == null
                    ? noCommand(unmatched.getCommandLine())
                    : "There is a word too many; a value with spaces needs quotes.";
        }
        String name = word.startsWith("--") ? word.replaceFirst("=.*", "") : word.substring(0, 2);
        List<String> similar = unmatched.getSuggestions();
        return "There is no option " + name
                + (similar.isEmpty() ? "." : "; did you mean " + String.join(" or ", similar) + "?");
    }
}
