import Foundation

/// Small invented pictures of sixteen by twelve points.
package enum SampleImage {
    /// A JPEG with an Exif description “secret place” and the comment “hidden”.
    package static let jpeg = bytes(
        """
        /9j/4AAQSkZJRgABAQAAAQABAAD/4QBwRXhpZgAATU0AKgAAAAgABQEOAAIAAAANAAAASgEaAAUA\
        AAABAAAAWAEbAAUAAAABAAAAYAEoAAMAAAABAAEAAAITAAMAAAABAAEAAAAAAABzZWNyZXQgcGxh\
        Y2UAAAAAAAEAAAABAAAAAQAAAAH//gAIaGlkZGVu/9sAQwAUDg8SDw0UEhASFxUUGB4yIR4cHB49\
        LC4kMklATEtHQEZFUFpzYlBVbVZFRmSIZW13e4GCgU5gjZeMfZZzfoF8/9sAQwEVFxceGh47ISE7\
        fFNGU3x8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8/8AA\
        EQgADAAQAwEiAAIRAQMRAf/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIB\
        AwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBka\
        JSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SV\
        lpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX2\
        9/j5+v/EAB8BAAMBAQEBAQEBAQEAAAAAAAABAgMEBQYHCAkKC//EALURAAIBAgQEAwQHBQQEAAEC\
        dwABAgMRBAUhMQYSQVEHYXETIjKBCBRCkaGxwQkjM1LwFWJy0QoWJDThJfEXGBkaJicoKSo1Njc4\
        OTpDREVGR0hJSlNUVVZXWFlaY2RlZmdoaWpzdHV2d3h5eoKDhIWGh4iJipKTlJWWl5iZmqKjpKWm\
        p6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uLj5OXm5+jp6vLz9PX29/j5+v/aAAwDAQAC\
        EQMRAD8Aw4bH2rQhsfatCGFOOKvwwp6V5FTEMeCxUtD/2Q==
        """)
    /// A PNG with the text “secret place”.
    package static let png = bytes(
        """
        iVBORw0KGgoAAAANSUhEUgAAABAAAAAMCAIAAADkharWAAAAFHRFWHRDb21tZW50AHNlY3JldCBw\
        bGFjZWgPqY0AAAFdSURBVHicDcshAcUgFEBR7HUIAiCRBEAQ4UWYIMAkcgEQi/AiTBAAiVwABBEW\
        4f/jjzEGa/CGaMgGMRyG03AZboMaHsMwvIZt+AzGOKzDO6IjO8RxOE7H5bgd6ngcw/E6tuNz/xCw\
        AR+IgRyQwBE4A1fgDmjgCYzAG9iBL/xDwiZ8IiZyQhJH4kxciTuhiScxEm9iJ770D4IVvBCFLIhw\
        CKdwCbegwiMM4RW28Mk/FGzBF2IhF6RwFM7CVbgLWngKo/AWduEr/1CxFV+JlVyRylE5K1flrmjl\
        qYzKW9mVr/5DwzZ8IzZyQxpH42xcjbuhjacxGm9jN772D4pVvBKVrIhyKKdyKbeiyqMM5VW28uk/\
        dGzHd2Ind6RzdM7O1bk72nk6o/N2dufr/zCxEz+JkzyRyTE5J9fknujkmYzJO9mTb/7Dwi78Ii7y\
        QhbH4lxci3uhi2cxFu9iL77FDwczs0Gfk8CqAAAAAElFTkSuQmCC
        """)
    /// The JPEG as mat2 0.13.3 leaves it.
    package static let cleanJPEG = bytes(
        """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0a\
        HBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIy\
        MjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjL/wAARCAAMABADASIA\
        AhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQA\
        AAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3\
        ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWm\
        p6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEA\
        AwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSEx\
        BhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElK\
        U1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3\
        uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDzmx8O\
        f7NdRY+HP9iunsbGD5fkrprGxt/7lfF4rMqhfD2cVfdP/9k=
        """)

    private static func bytes(_ text: String) -> [UInt8] {
        Array(Data(base64Encoded: text) ?? Data())
    }
}
