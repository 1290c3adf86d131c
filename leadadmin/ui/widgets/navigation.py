"""Navigation at the left: the workspace, the pages, settings at the foot; icons only when it is narrow."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QMenu, QSizePolicy, QVBoxLayout, QWidget

from leadadmin.ui.icons import CELL, NAV, paint_icon
from leadadmin.ui.style.focus import OWN_FOCUS, shows_focus
from leadadmin.ui.style.fonts import SEMIBOLD, Type, type_font
from leadadmin.ui.style.metrics import (
    NAV_ITEM_HEIGHT,
    NAV_NARROW_WIDTH,
    NAV_WIDTH,
    RADIUS_CONTROL,
    SPACE_S,
)
from leadadmin.ui.style.proxy import paint_focus_ring
from leadadmin.ui.theme import Tone, theme_of
from leadadmin.ui.widgets.pill import PillSpec, paint_pill, pill_width

_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class _NavButton(QAbstractButton):
    def __init__(self) -> None:
        super().__init__()
        self.narrow = False
        self.setProperty(OWN_FOCUS, True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _focus_ring(self, painter: QPainter, box: QRect) -> None:
        if shows_focus(self):
            paint_focus_ring(painter, box, theme_of(self))


class NavItem(_NavButton):
    """One page: icon, name, and a count that needs someone."""

    def __init__(self, key: str, title: str, icon: str) -> None:
        super().__init__()
        self.key, self._icon = key, icon
        self._count = 0
        self.setText(title)
        self.setCheckable(True)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Show a count in danger, or none with 0."""
        self._count = count
        self.setAccessibleName(f"{self.text()}, {count}" if count else self.text())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(NAV_WIDTH, NAV_ITEM_HEIGHT + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(SPACE_S, 1, -SPACE_S, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(QColor(theme.nav_selected if self.isChecked() else theme.hover))
            painter.drawRoundedRect(QRectF(box), RADIUS_CONTROL, RADIUS_CONTROL)
        if self.isChecked():
            painter.setBrush(QColor(theme.accent_text if theme.dark else theme.accent))
            painter.drawRoundedRect(QRectF(box.left(), box.center().y() - 7, 3, 16), 1.5, 1.5)
        color = QColor(theme.accent_text if self.isChecked() else theme.text2)
        left = (self.width() - NAV) // 2 if self.narrow else box.left() + 12
        paint_icon(painter, QRect(left, self.height() // 2 - NAV // 2, NAV, NAV), self._icon, color)
        if self.narrow:
            if self._count:
                painter.setBrush(QColor(theme.danger.text))
                painter.drawEllipse(QRectF(left + NAV - 5, self.height() / 2 - NAV / 2 - 2, 8, 8))
        else:
            painter.setFont(type_font(Type.BODY, SEMIBOLD if self.isChecked() else None))
            painter.setPen(QColor(theme.text if self.isChecked() else theme.text2))
            painter.drawText(self.rect().adjusted(left + NAV + 12, 0, 0, 0), _LEFT, self.text())
            if self._count:
                spec = PillSpec(f"{self._count:,}", Tone.DANGER)
                wide = pill_width(spec)
                paint_pill(painter, box.right() - wide - 11, self.height() // 2, wide, spec, theme)
        self._focus_ring(painter, box)


class WorkspaceButton(_NavButton):
    """The workspace's initials and name; opens a menu when it has one."""

    def __init__(self) -> None:
        super().__init__()
        self._initials = ""
        self._menu: QMenu | None = None
        self.clicked.connect(self._open)

    def show_workspace(self, name: str) -> None:
        """Show a workspace by name."""
        self.setText(name)
        self._initials = "".join(word[0] for word in name.split()[:2] if word).upper()
        self.setAccessibleName(self.tr("Workspace {0}").format(name))
        self.setToolTip(name)
        self.update()

    def set_menu(self, menu: QMenu) -> None:
        """Open this menu on click."""
        self._menu = menu
        self.update()

    def _open(self) -> None:
        if self._menu is not None:
            self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def sizeHint(self) -> QSize:
        return QSize(NAV_WIDTH, 60)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(SPACE_S, 4, -SPACE_S, -4)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse() and self._menu is not None:
            painter.setBrush(QColor(theme.hover))
            painter.drawRoundedRect(QRectF(box), RADIUS_CONTROL, RADIUS_CONTROL)
        middle = self.height() // 2
        left = (self.width() - 28) // 2 if self.narrow else box.left() + 9
        badge = QRect(left, middle - 14, 28, 28)
        painter.setBrush(QColor(theme.selection))
        painter.drawRoundedRect(QRectF(badge), RADIUS_CONTROL, RADIUS_CONTROL)
        painter.setPen(QColor(theme.accent_text))
        painter.setFont(type_font(Type.CAPTION, SEMIBOLD))
        painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), self._initials)
        if not self.narrow:
            words = QRect(badge.right() + 10, middle - 18, box.right() - badge.right() - 36, 18)
            font = type_font(Type.BODY, SEMIBOLD)
            painter.setFont(font)
            painter.setPen(QColor(theme.text))
            name = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
            painter.drawText(words, _LEFT, name)
            painter.setFont(type_font(Type.CAPTION))
            painter.setPen(QColor(theme.text2))
            painter.drawText(words.translated(0, 18), _LEFT, self.tr("Workspace"))
            if self._menu is not None:
                place = QRect(box.right() - CELL - 8, middle - CELL // 2, CELL, CELL)
                paint_icon(painter, place, "chevrons-up-down", QColor(theme.text2))
        self._focus_ring(painter, box)


class Navigation(QWidget):
    """`wanted` carries the key of the page that was clicked."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = WorkspaceButton()
        self._group = QButtonGroup(self)
        self._items: dict[str, NavItem] = {}
        self._narrow = False
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, SPACE_S)
        self._box.setSpacing(0)
        self._box.addWidget(self.workspace)
        self._upper = QVBoxLayout()
        self._upper.setSpacing(0)
        self._box.addLayout(self._upper)
        self._box.addStretch()
        self.setFixedWidth(NAV_WIDTH)
        self.setAccessibleName(self.tr("Pages"))

    def add(self, key: str, title: str, icon: str, *, at_foot: bool = False) -> None:
        """Add a page, after the others or at the foot."""
        item = NavItem(key, title, icon)
        item.clicked.connect(self._clicked)
        self._group.addButton(item)
        self._items[key] = item
        if at_foot:
            self._box.addWidget(item)
        else:
            self._upper.addWidget(item)

    def show_current(self, key: str) -> None:
        """Mark a page as the one in sight."""
        self._items[key].setChecked(True)

    def item(self, key: str) -> NavItem:
        """Return a page's item; raises `KeyError` for an unknown key."""
        return self._items[key]

    def keys(self) -> list[str]:
        """Return the pages' keys from the top."""
        return list(self._items)

    def set_narrow(self, narrow: bool) -> None:
        """Show icons only; names become tooltips."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self.setFixedWidth(NAV_NARROW_WIDTH if narrow else NAV_WIDTH)
        for button in (self.workspace, *self._items.values()):
            button.narrow = narrow
            if isinstance(button, NavItem):
                button.setToolTip(button.text() if narrow else "")
            button.update()

    def is_narrow(self) -> bool:
        """Return whether only icons are shown."""
        return self._narrow

    def _clicked(self) -> None:
        item = self._group.checkedButton()
        if isinstance(item, NavItem):
            self.wanted.emit(item.key)
