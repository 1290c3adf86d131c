"""What the style sheet cannot draw: tick marks, round buttons, focus rings, and the style's few numbers."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleHintReturn, QStyleOption, QStyleOptionComplex, QWidget

from leadadmin.ui.icons import paint_icon
from leadadmin.ui.style.metrics import FIELD_HEIGHT, RADIUS_CHECK, RADIUS_CONTROL
from leadadmin.ui.theme import Theme, theme_for

FOCUS_OFFSET, FOCUS_WIDTH = 2, 2
CHECK_SIZE = 16
FIELD_EDGE = 9

_PIXELS = {
    QStyle.PixelMetric.PM_IndicatorWidth: CHECK_SIZE,
    QStyle.PixelMetric.PM_IndicatorHeight: CHECK_SIZE,
    QStyle.PixelMetric.PM_ExclusiveIndicatorWidth: CHECK_SIZE,
    QStyle.PixelMetric.PM_ExclusiveIndicatorHeight: CHECK_SIZE,
    QStyle.PixelMetric.PM_CheckBoxLabelSpacing: 8,
    QStyle.PixelMetric.PM_RadioButtonLabelSpacing: 8,
    QStyle.PixelMetric.PM_FocusFrameHMargin: FOCUS_OFFSET + FOCUS_WIDTH,
    QStyle.PixelMetric.PM_FocusFrameVMargin: FOCUS_OFFSET + FOCUS_WIDTH,
    QStyle.PixelMetric.PM_SmallIconSize: 16,
    QStyle.PixelMetric.PM_ButtonShiftHorizontal: 0,
    QStyle.PixelMetric.PM_ButtonShiftVertical: 0,
    QStyle.PixelMetric.PM_SplitterWidth: 1,
}
_HINTS = {
    QStyle.StyleHint.SH_ComboBox_Popup: 0,  # the list opens below its field
    QStyle.StyleHint.SH_EtchDisabledText: 0,
    QStyle.StyleHint.SH_UnderlineShortcut: 0,  # mnemonics work; their lines would clutter forms
    QStyle.StyleHint.SH_FocusFrame_AboveWidget: 1,
    QStyle.StyleHint.SH_FocusFrame_Mask: 0,
    QStyle.StyleHint.SH_ToolTip_WakeUpDelay: 500,
    QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons: 0,
}
_CHECKS = frozenset(
    {QStyle.PrimitiveElement.PE_IndicatorCheckBox, QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck}
)
_MARKS = {
    QStyle.PrimitiveElement.PE_IndicatorMenuCheckMark: ("check", "accent_text"),
    QStyle.PrimitiveElement.PE_IndicatorArrowRight: ("chevron-right", "text2"),
    QStyle.PrimitiveElement.PE_IndicatorArrowLeft: ("chevron-left", "text2"),
    QStyle.PrimitiveElement.PE_IndicatorArrowDown: ("chevron-down", "text2"),
    QStyle.PrimitiveElement.PE_IndicatorArrowUp: ("chevron-up", "text2"),
}


def paint_check(painter: QPainter, box: QRect, theme: Theme, state: Qt.CheckState, *, enabled: bool = True) -> None:
    """Paint a tick box, 16 px square, radius 4; partly ticked has a dash."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    on = state != Qt.CheckState.Unchecked
    line = theme.border if not enabled else theme.accent if on else theme.field_line
    painter.setPen(QPen(QColor(line), 1))
    fill = theme.accent if on and enabled else theme.track if on else theme.base
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CHECK, RADIUS_CHECK)
    if on:
        name = "check" if state == Qt.CheckState.Checked else "minus"
        mark = QRect(0, 0, 12, 12)
        mark.moveCenter(box.center())
        paint_icon(painter, mark, name, QColor(theme.on_accent if enabled else theme.disabled))
    painter.restore()


def paint_radio(painter: QPainter, box: QRect, theme: Theme, *, on: bool, enabled: bool = True) -> None:
    """Paint a round choice, 16 px; the chosen one is a thick ring of accent."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = 5.0 if on else 1.0
    line = theme.border if not enabled else theme.accent if on else theme.field_line
    painter.setPen(QPen(QColor(line), width))
    painter.setBrush(QColor(theme.base))
    inset = width / 2
    painter.drawEllipse(QRectF(box).adjusted(inset, inset, -inset, -inset))
    painter.restore()


def paint_focus_ring(painter: QPainter, rect: QRect, theme: Theme, radius: float = RADIUS_CONTROL) -> None:
    """Paint the 2 px ring just inside `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.focus), FOCUS_WIDTH))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = FOCUS_WIDTH / 2
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def paint_field_frame(painter: QPainter, rect: QRect, theme: Theme, line: str, *, enabled: bool = True) -> None:
    """Paint a field's ground and frame as the style sheet does; `line` is the 2 px line's colour or empty."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(rect)
    painter.setBrush(QColor(theme.base if enabled else theme.alternate))
    if line:
        painter.setPen(QPen(QColor(line), 2))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS_CONTROL - 1, RADIUS_CONTROL - 1)
    else:
        inner = box.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(theme.control_line if enabled else theme.border), 1))
        painter.drawRoundedRect(inner, RADIUS_CONTROL, RADIUS_CONTROL)
        if enabled:
            painter.setClipRect(box.adjusted(0, box.height() - 3, 0, 0))
            painter.setPen(QPen(QColor(theme.field_line), 1))
            painter.drawRoundedRect(inner, RADIUS_CONTROL, RADIUS_CONTROL)
    painter.restore()


class LeadadminStyle(QProxyStyle):
    """Fusion with this program's tick boxes, focus rings and numbers."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        own = _PIXELS.get(metric)
        return own if own is not None else super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,
    ) -> int:
        own = _HINTS.get(hint)
        return own if own is not None else super().styleHint(hint, option, widget, returnData)

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element in _CHECKS:
            state = Qt.CheckState.Unchecked
            if option.state & QStyle.StateFlag.State_On:
                state = Qt.CheckState.Checked
            elif option.state & QStyle.StateFlag.State_NoChange:
                state = Qt.CheckState.PartiallyChecked
            enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
            paint_check(painter, option.rect, theme_for(option.palette), state, enabled=enabled)
        elif element == QStyle.PrimitiveElement.PE_IndicatorRadioButton:
            enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
            on = bool(option.state & QStyle.StateFlag.State_On)
            paint_radio(painter, option.rect, theme_for(option.palette), on=on, enabled=enabled)
        elif element in _MARKS:
            theme = theme_for(option.palette)
            name, color = _MARKS[element]
            mark = QRect(0, 0, 14, 14)
            mark.moveCenter(option.rect.center())
            paint_icon(painter, mark, name, theme.color(color))
        elif element == QStyle.PrimitiveElement.PE_FrameFocusRect:
            return  # focus is drawn outside of buttons by the ring, inside of fields by the sheet
        else:
            super().drawPrimitive(element, option, painter, widget)

    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element == QStyle.ControlElement.CE_FocusFrame:
            paint_focus_ring(painter, option.rect, theme_for(option.palette), RADIUS_CONTROL + FOCUS_OFFSET)
        else:
            super().drawControl(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if control != QStyle.ComplexControl.CC_SpinBox:
            super().drawComplexControl(control, option, painter, widget)
            return
        theme = theme_for(option.palette)
        line = theme.focus if option.state & QStyle.StateFlag.State_HasFocus else ""
        if widget is not None and widget.property("problem"):
            line = theme.danger.text
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        paint_field_frame(painter, option.rect, theme, line, enabled=enabled)

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        subControl: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        if control != QStyle.ComplexControl.CC_SpinBox:
            return super().subControlRect(control, option, subControl, widget)  # type: ignore[arg-type]
        if subControl != QStyle.SubControl.SC_SpinBoxEditField:
            return QRect()
        return option.rect.adjusted(FIELD_EDGE, 2, -FIELD_EDGE, -2)

    def sizeFromContents(
        self,
        kind: QStyle.ContentsType,
        option: QStyleOption,
        size: QSize,
        widget: QWidget | None = None,
    ) -> QSize:
        if kind == QStyle.ContentsType.CT_SpinBox:
            return QSize(size.width() + 2 * FIELD_EDGE, FIELD_HEIGHT)
        return super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]
