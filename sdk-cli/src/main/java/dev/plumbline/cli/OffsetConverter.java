package dev.plumbline.cli;

import java.time.DateTimeException;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads offsets as specs spell them. */
final class OffsetConverter implements ITypeConverter<ZoneOffset> {
    @Override
    public ZoneOffset convert(String text) {
        try {
            return text.equals("UTC") ? ZoneOffset.UTC : ZoneOffset.of(text);
        } catch (DateTimeException e) {
            throw new TypeConversionException("'" + text + "' is no offset; write UTC or such as +01:00");
        }
    }
}
